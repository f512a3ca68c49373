// Reads requests with Go's net/http: prints its port, serves until standard input ends.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

func handle(w http.ResponseWriter, r *http.Request) {
	octets, err := io.Copy(io.Discard, r.Body)
	reason := ""
	if errors.Is(err, io.ErrUnexpectedEOF) {
		reason = "cut off"
	} else if err != nil {
		reason = err.Error()
	}
	w.Header().Set("Read", fmt.Sprintf("%s %x %x %d %s", r.Method, r.RequestURI, r.Host, octets, reason))
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := http.Server{Handler: http.HandlerFunc(handle), ErrorLog: log.New(io.Discard, "", 0)}
	go server.Serve(listener)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
}
