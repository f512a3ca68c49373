package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// idle holds connections that have each had one reply.
func idle(addr string, connections int, hold time.Duration) error {
	server, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return err
	}
	// One source address has about 28,000 ports; loopback has addresses to spare.
	rotate := server.IP.To4() != nil && server.IP.IsLoopback()

	held := make([]net.Conn, 0, connections)
	defer func() {
		for _, conn := range held {
			conn.Close()
		}
	}()
	for i := 0; i < connections; i++ {
		dialer := net.Dialer{Timeout: patience}
		if rotate {
			dialer.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+i%250))}
		}
		conn, err := dialer.Dial("tcp", addr)
		if err != nil {
			return fmt.Errorf("connection %d: %w", i, err)
		}
		held = append(held, conn)
		if err := ask(conn, fmt.Sprintf("idle %d\n", i)); err != nil {
			return fmt.Errorf("connection %d: %w", i, err)
		}
	}
	fmt.Println("idle", connections)

	closed := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(hold):
	}
	return nil
}

// ask sends one line and checks its reply.
func ask(conn net.Conn, line string) error {
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, line); err != nil {
		return err
	}
	reply := make([]byte, len(line))
	if n, err := io.ReadFull(conn, reply); err != nil {
		return fmt.Errorf("%w after %q, the reply to %q", err, reply[:n], line)
	}
	if string(reply) != line {
		return fmt.Errorf("sent %q, received %q", line, reply)
	}
	// A timer for each held connection would be this program's load, not the server's.
	return conn.SetDeadline(time.Time{})
}

// hoard sends lines and takes no reply, until the server takes no more lines.
func hoard(addr string, hold time.Duration) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	end := time.Now().Add(hold)

	const lineSize = 32
	line := append(bytes.Repeat([]byte{'x'}, lineSize-1), '\n')
	lines := bytes.Repeat(line, maxLine/lineSize)
	var sent int64
	for rest := lines; ; {
		if time.Now().After(end) {
			return fmt.Errorf("not stalled in %v, after %d bytes", hold, sent)
		}
		if err := conn.SetWriteDeadline(time.Now().Add(time.Second)); err != nil {
			return err
		}
		n, err := conn.Write(rest)
		sent += int64(n)
		rest = rest[n:]
		if len(rest) == 0 {
			rest = lines
		}
		switch {
		case err == nil:
		case !errors.Is(err, os.ErrDeadlineExceeded):
			return fmt.Errorf("after %d bytes: %w", sent, err)
		case n == 0:
			// A slow server takes some bytes in a second; a stalled one takes none.
			fmt.Printf("stalled after %d bytes\n", sent)
			time.Sleep(time.Until(end))
			return nil
		}
	}
}
