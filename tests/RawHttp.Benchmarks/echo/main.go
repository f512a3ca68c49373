// Command echo is the peer and the load for measuring "rawhttp echo serve".
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

const usage = `usage: echo serve ADDR
       echo load  ADDR --connections N --in-flight K --lines M [--size 32]
       echo idle  ADDR --connections N --seconds S
       echo hoard ADDR --seconds S`

// The longest line the server takes, its ending included.
const maxLine = 64 << 10

func main() {
	err := run(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		fmt.Println(usage)
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "echo:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("no command; --help names them")
	}
	command, args := args[0], args[1:]

	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	var connections, inFlight, lines, size, seconds int
	number := func(p *int, name string, fallback int) { flags.IntVar(p, name, fallback, "") }
	var start func(addr string) error
	switch command {
	case "serve":
		start = serve
	case "load":
		number(&connections, "connections", 1)
		number(&inFlight, "in-flight", 1)
		number(&lines, "lines", 100_000)
		number(&size, "size", 32)
		start = func(addr string) error { return load(addr, connections, inFlight, lines, size) }
	case "idle":
		number(&connections, "connections", 1)
		number(&seconds, "seconds", 10)
		start = func(addr string) error { return idle(addr, connections, time.Duration(seconds)*time.Second) }
	case "hoard":
		number(&seconds, "seconds", 10)
		start = func(addr string) error { return hoard(addr, time.Duration(seconds)*time.Second) }
	case "-h", "-help", "--help":
		return flag.ErrHelp
	default:
		return fmt.Errorf("unknown command %q; --help names them", command)
	}

	// The address stands before the options, where package flag would stop reading.
	var addr string
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		addr, args = args[0], args[1:]
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if addr == "" {
		return fmt.Errorf("%s needs an address, before its options", command)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	var bad error
	flags.VisitAll(func(f *flag.Flag) {
		if f.Value.(flag.Getter).Get().(int) < 1 {
			bad = fmt.Errorf("--%s must be 1 or more", f.Name)
		}
	})
	if bad != nil {
		return bad
	}
	return start(addr)
}

func serve(addr string) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Println("listening on", listener.Addr())
	var said bool
	for {
		conn, err := listener.Accept()
		if err != nil {
			// Most often out of descriptors: some come back as connections end.
			if !said {
				fmt.Fprintln(os.Stderr, "echo:", err)
				said = true
			}
			time.Sleep(50 * time.Millisecond)
			continue
		}
		go echo(conn)
	}
}

// echo writes lines back until the peer closes, fails, or sends one that is too long.
func echo(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReaderSize(conn, maxLine)
	w := bufio.NewWriter(conn)
	// The replies to whole lines are owed even if the next line is bad.
	defer w.Flush()
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return
		}
		if _, err := w.Write(line); err != nil {
			return
		}
		// While more has arrived already, one write can carry several replies.
		if r.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				return
			}
		}
	}
}
