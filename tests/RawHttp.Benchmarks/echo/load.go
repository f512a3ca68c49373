package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"net"
	"sync/atomic"
	"time"
)

const (
	// "SSSSSSSSS-CCCCC" and the ending: the sequence number and the connection's.
	minSize        = 16
	sequenceDigits = 9

	// A load that nothing moves for this long has a server that lost a line.
	patience = 10 * time.Second
)

func load(addr string, connections, inFlight, lines, size int) error {
	if size < minSize || size > maxLine {
		return fmt.Errorf("--size must be %d to %d", minSize, maxLine)
	}
	// A client writes while it is not reading, so all it has unanswered must fit the sockets' buffers.
	if inFlight > maxLine/size {
		return fmt.Errorf("--in-flight times --size must be at most %d", maxLine)
	}

	clients := make([]*client, connections)
	for i := range clients {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		defer conn.Close()
		clients[i] = newClient(conn, i, inFlight, size)
	}

	if _, err := phase(clients, lines/10); err != nil {
		return err
	}
	for _, c := range clients {
		c.latencies = histogram{}
	}
	took, err := phase(clients, lines)
	if err != nil {
		return err
	}

	var all histogram
	for _, c := range clients {
		all.add(&c.latencies)
	}
	fmt.Printf("lines/s %.0f p50 %.1f us p99 %.1f us\n",
		float64(lines)/took.Seconds(), all.percentile(50)/1e3, all.percentile(99)/1e3)
	return nil
}

// phase has the clients send so many lines in all, and returns when each is answered.
// They draw from one pot, so that all are busy to the end.
func phase(clients []*client, lines int) (time.Duration, error) {
	var pot atomic.Int64
	pot.Store(int64(lines))
	done := make(chan error, len(clients))
	start := time.Now()
	for _, c := range clients {
		c := c
		go func() { done <- c.run(&pot, start) }()
	}

	// One look at the pot now and then, as a deadline set before every read would cost the load.
	watch := time.NewTicker(patience)
	defer watch.Stop()
	seen := pot.Load()
	for range clients {
		for waiting := true; waiting; {
			select {
			case err := <-done:
				if err != nil {
					return 0, err
				}
				waiting = false
			case <-watch.C:
				left := pot.Load()
				if left == seen {
					return 0, fmt.Errorf("no reply for %v", patience)
				}
				seen = left
			}
		}
	}
	return time.Since(start), nil
}

type client struct {
	conn           net.Conn
	number         int
	inFlight       int
	size           int
	in, out        []byte
	written        []time.Duration // of the lines in flight, a ring
	first          int             // the oldest of them
	next, expected []byte          // the line to send, the line to receive
	latencies      histogram
}

func newClient(conn net.Conn, number, inFlight, size int) *client {
	line := bytes.Repeat([]byte{'x'}, size)
	copy(line, fmt.Sprintf("%0*d-%05d", sequenceDigits, 0, number%100_000))
	line[size-1] = '\n'
	return &client{
		conn:     conn,
		number:   number,
		inFlight: inFlight,
		size:     size,
		in:       make([]byte, inFlight*size),
		out:      make([]byte, 0, inFlight*size),
		written:  make([]time.Duration, inFlight),
		next:     line,
		expected: append([]byte(nil), line...),
	}
}

func (c *client) run(pot *atomic.Int64, start time.Time) error {
	unanswered, filled := 0, 0
	for {
		if n := draw(pot, c.inFlight-unanswered); n > 0 {
			c.out = c.out[:0]
			for i := 0; i < n; i++ {
				c.out = append(c.out, c.next...)
				increment(c.next)
			}
			now := time.Since(start)
			for i := 0; i < n; i++ {
				c.written[(c.first+unanswered+i)%c.inFlight] = now
			}
			unanswered += n
			if _, err := c.conn.Write(c.out); err != nil {
				return c.failed(err)
			}
		}
		if unanswered == 0 {
			return nil
		}

		n, err := c.conn.Read(c.in[filled:])
		if err != nil {
			return c.failed(err)
		}
		now := time.Since(start)
		filled += n
		at := 0
		for ; filled-at >= c.size && unanswered > 0; at += c.size {
			if got := c.in[at : at+c.size]; !bytes.Equal(got, c.expected) {
				return c.mismatch(got)
			}
			increment(c.expected)
			c.latencies.record(now - c.written[c.first])
			c.first = (c.first + 1) % c.inFlight
			unanswered--
		}
		filled = copy(c.in, c.in[at:filled])
		if unanswered == 0 && filled > 0 {
			return fmt.Errorf("connection %d: received %.64q, to no line", c.number, c.in[:filled])
		}
	}
}

func (c *client) mismatch(got []byte) error {
	at := 0
	for got[at] == c.expected[at] {
		at++
	}
	return fmt.Errorf("connection %d: sent %.64q, received %.64q, wrong from byte %d on", c.number, c.expected, got, at)
}

func (c *client) failed(err error) error {
	if errors.Is(err, io.EOF) {
		err = errors.New("closed by the server before every reply")
	}
	return fmt.Errorf("connection %d: %w", c.number, err)
}

// draw takes up to so many lines out of the pot.
func draw(pot *atomic.Int64, most int) int {
	if most == 0 {
		return 0
	}
	// An overdrawn pot stays so: nobody puts lines back.
	n := most + int(pot.Add(-int64(most)))
	if n > most {
		n = most
	}
	return n
}

// increment counts the sequence number of a line up in place, which is cheaper than formatting it.
func increment(line []byte) {
	for i := sequenceDigits - 1; i >= 0; i-- {
		if line[i] != '9' {
			line[i]++
			return
		}
		line[i] = '0'
	}
}

// histogram counts nanoseconds in buckets less than 1 % wide, and up to 18 minutes.
type histogram [34 << 7]uint32

func (h *histogram) record(d time.Duration) {
	v := uint64(d)
	if v >= 1<<40 {
		v = 1<<40 - 1
	}
	// The eight leading bits name the bucket, within the power of two that the shift names.
	shift := bits.Len64(v|0xff) - 8
	h[shift<<7+int(v>>shift)]++
}

func (h *histogram) add(other *histogram) {
	for i, n := range other {
		h[i] += n
	}
}

// percentile returns the middle of the bucket in which it lies.
func (h *histogram) percentile(p uint64) float64 {
	var total, below uint64
	for _, n := range h {
		total += uint64(n)
	}
	rank := (total*p + 99) / 100
	for i, n := range h {
		below += uint64(n)
		if below >= rank {
			shift := 0
			if i >= 1<<8 {
				shift = i>>7 - 1
			}
			return (float64(i-shift<<7) + 0.5) * float64(uint64(1)<<shift)
		}
	}
	return 0
}
