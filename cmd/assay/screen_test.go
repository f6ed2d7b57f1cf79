package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
)

func offerLine(i int) string {
	if i%7 == 3 {
		return fmt.Sprintf("{\"id\": \"broken %d\"}\n\n", i)
	}
	return fmt.Sprintf("{\"id\": \"o%d\", \"schema\": \"assay/offer/v1\", \"seen\": \"2024-0%d-01\", \"hashrate\": \"10 TH/s\", \"term\": \"%dd\", \"price\": {\"upfront\": \"90 USD\"}, \"fees\": []}\n", i, 1+i%2, 30+i%90)
}

// Who writes a line and waits for its answer gets it.
func TestScreenAnswersLineByLine(t *testing.T) {
	in, lines := io.Pipe()
	out, answers := io.Pipe()
	done := make(chan int)
	go func() {
		code := run(t.Context(), []string{"screen", "--paths", "64", "-"},
			program{in: in, out: answers, err: io.Discard, env: func(string) string { return "" }})
		answers.Close()
		done <- code
	}()
	read := bufio.NewReader(out)
	for i := range 4 {
		if _, err := io.WriteString(lines, offerLine(i)); err != nil {
			t.Fatal(err)
		}
		if line, err := read.ReadString('\n'); err != nil || !strings.Contains(line, fmt.Sprintf(`%d","line":`, i)) {
			t.Fatalf("line %d: %q, %v", i, line, err)
		}
	}
	lines.Close()
	if rest, err := io.ReadAll(read); err != nil || len(rest) > 0 {
		t.Errorf("after the last line: %q, %v", rest, err)
	}
	if code := <-done; code != answered {
		t.Errorf("exit code %d", code)
	}
}

// A run that is cut names the line to go on at; both parts are together what one run gives.
func TestScreenGoesOnWhereItWasCut(t *testing.T) {
	var lines strings.Builder
	for i := range 1000 {
		lines.WriteString(offerLine(i))
	}
	screen := func(ctx context.Context, out io.Writer, args ...string) string {
		var says bytes.Buffer
		run(ctx, append([]string{"screen", "--paths", "64", "-"}, args...),
			program{in: strings.NewReader(lines.String()), out: out, err: &says, env: func(string) string { return "" }})
		return says.String()
	}
	var whole bytes.Buffer
	if says := screen(t.Context(), &whole); !strings.Contains(says, "857 offers judged, 143 could not be read") {
		t.Fatal(says)
	}
	ctx, cut := context.WithCancel(t.Context())
	first := &cuttingWriter{cut: cut}
	says := screen(ctx, first)
	next := regexp.MustCompile(`--from-line (\d+)`).FindStringSubmatch(says)
	if next == nil {
		t.Fatalf("does not say where to go on: %s", says)
	}
	parts := first.Buffer
	screen(t.Context(), &parts, "--from-line", next[1])
	if first.Len() == whole.Len() || parts.String() != whole.String() {
		t.Errorf("cut after %d of %d bytes, going on at line %s gives %d bytes in all", first.Len(), whole.Len(), next[1], parts.Len())
	}
}

// cuttingWriter interrupts the run at the first output.
type cuttingWriter struct {
	bytes.Buffer
	cut func()
}

func (w *cuttingWriter) Write(b []byte) (int, error) {
	w.cut()
	return w.Buffer.Write(b)
}
