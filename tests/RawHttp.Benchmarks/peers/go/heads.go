// Times net/http: "heads FILE..." prints for each file the nanoseconds that reading the head in it takes.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"sort"
	"time"
)

const heads, batches = 500, 500

func batch(head []byte) float64 {
	source := bytes.NewReader(head)
	reader := bufio.NewReader(source)
	start := time.Now()
	for i := 0; i < heads; i++ {
		source.Reset(head)
		reader.Reset(source)
		response, err := http.ReadResponse(reader, nil)
		if err != nil || response.StatusCode != 200 {
			panic(err)
		}
	}
	return float64(time.Since(start).Nanoseconds()) / heads
}

func main() {
	for _, file := range os.Args[1:] {
		head, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		var times []float64
		for i := 0; i < batches; i++ {
			times = append(times, batch(head))
		}
		sort.Float64s(times)
		fmt.Printf("%.2f\n", times[0])
	}
}
