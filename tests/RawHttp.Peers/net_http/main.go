// Reads responses with Go's net/http: one request a line on standard input, one JSON answer a line.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"time"
)

const timeLimit = 5 * time.Second

type answer struct {
	Outcome  string `json:"outcome"`
	Reason   string `json:"reason"`
	Status   int    `json:"status"`
	Interim  int    `json:"interim"`
	Fields   int    `json:"fields"`
	Complete bool   `json:"complete"`
	Length   int    `json:"length"`
	SHA256   string `json:"sha256"`
	Tunnel   *int   `json:"tunnel,omitempty"`
}

// The transport rather than the client: it follows no redirects and keeps no cookies.
var transport = &http.Transport{
	Proxy:              nil,
	DisableCompression: true,
	DisableKeepAlives:  true,
}

func ask(address, method, name string) answer {
	a := answer{Outcome: "refused", Status: -1, Fields: -1}
	body := read(address, method, name, &a)
	if a.Tunnel != nil {
		body = nil
	}
	a.Length = len(body)
	a.SHA256 = fmt.Sprintf("%x", sha256.Sum256(body))
	return a
}

func read(address, method, name string, a *answer) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			a.Interim++
			return nil
		},
	})

	request := &http.Request{
		Method: method,
		URL:    &url.URL{Scheme: "http", Host: address, Path: "/" + name},
		Header: http.Header{},
	}
	if method == http.MethodConnect {
		// Without a path the request target is the authority, which is taken from Host.
		request.URL.Path = ""
		request.Host = name + ":80"
	}

	response, err := transport.RoundTrip(request.WithContext(ctx))
	if err != nil {
		a.fail(err)
		return nil
	}
	defer response.Body.Close()

	a.Status = response.StatusCode
	a.Fields = count(response)
	body, err := io.ReadAll(response.Body)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		a.Outcome = "read"
		a.Reason = err.Error()
	case err != nil:
		a.fail(err)
	default:
		a.Outcome = "read"
		a.Complete = true
		if response.StatusCode == http.StatusSwitchingProtocols ||
			method == http.MethodConnect && response.StatusCode/100 == 2 {
			follow := len(body)
			a.Tunnel = &follow
		}
	}
	return body
}

func (a *answer) fail(err error) {
	if errors.Is(err, context.DeadlineExceeded) {
		a.Outcome = "timeout"
		return
	}
	a.Outcome = "refused"
	// Whether this is put before the error depends on which of two goroutines is first.
	a.Reason = strings.TrimPrefix(err.Error(), "net/http: HTTP/1.x transport connection broken: ")
}

// The transport takes fields that it acts upon out of the header: Transfer-Encoding, Trailer,
// "Connection: close", a Content-Length beside chunks. They are not counted.
func count(response *http.Response) int {
	n := 0
	for _, values := range response.Header {
		n += len(values)
	}
	return n
}

func main() {
	// The transport logs what it finds after a response; standard error is for failures of this program.
	log.SetOutput(io.Discard)
	address := "127.0.0.1:" + os.Args[1]
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		method, name, _ := strings.Cut(in.Text(), " ")
		if err := out.Encode(ask(address, method, name)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
