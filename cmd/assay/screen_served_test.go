package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// theProgram is this test binary as the program.
func theProgram(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "assay")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(shifted(), "HOME="+t.TempDir(), "PATH="+os.Getenv("PATH"), "NO_COLOR=1", "COLUMNS=80")
	return cmd
}

// manyOffers writes a file of lines, no two alike, and gives its path.
func manyOffers(t *testing.T, size int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "offers.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range size {
		switch {
		case i%1009 == 7:
			fmt.Fprintf(w, "{\"id\": \"broken %d\"}\n", i)
		case i == size-1: // the last has no line end
			fmt.Fprint(w, servedLine(i))
		default:
			fmt.Fprintln(w, servedLine(i))
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func servedLine(i int) string {
	return fmt.Sprintf(
		`{"id":"o%d","schema":"assay/offer/v1","seen":"2025-05-01","hashrate":"%d TH/s","term":"%dd",`+
			`"price":{"upfront":"%d USD"},"fees":[{"per_hashrate_day":"0.0%d USD/TH/day","paid":"%s"}]}`,
		i,
		10+i%50,
		30+i%331,
		200+i%997,
		100+i%300,
		[]string{"deducted", "separately"}[i%2],
	)
}

// A file of offers in one request gives the bytes of the command line and how many lines were read, in bounded
// memory; cut and asked for the rest it gives the same. With -large it is of a hundred thousand, and their
// speed is measured by turns on parts of two thousand.
func TestScreenInOneRequest(t *testing.T) {
	size := 400
	if *large {
		size = 100_000
	}
	path := manyOffers(t, size)
	cli := theProgram(t, "screen", "--brief", path)
	began := time.Now()
	whole, err := cli.Output()
	if err != nil {
		t.Fatal(err)
	}
	byProgram := time.Since(began)

	server := theProgram(t, "serve", "--listen", "127.0.0.1:0", "--quiet")
	says, err := server.StderrPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(says).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	at := regexp.MustCompile(`http://[0-9.:]+`).FindString(first)
	if at == "" {
		t.Fatalf("it says %q", first)
	}
	began = time.Now()
	var all bytes.Buffer
	screenServed(t, at, path, 1, &all)
	byServer := time.Since(began)
	end := fmt.Sprintf("{\"lines\":%d,\"whole\":true}\n", size)
	if want := string(whole) + end; all.String() != want {
		t.Errorf(
			"%d bytes, the program gives %d; they differ at %s",
			all.Len(),
			len(want),
			firstOther(all.String(), want),
		)
	}

	var parts bytes.Buffer
	if *large { // what has come of a long answer is as good as an answer that is cut
		parts.Write(all.Bytes()[:all.Len()/20*19])
	} else {
		screenServed(t, at, path, 1, &cutAfter{to: &parts, left: len(whole) / 3})
	}
	kept := parts.Bytes()[:bytes.LastIndexByte(parts.Bytes(), '\n')+1]
	parts = *bytes.NewBuffer(bytes.Clone(kept))
	last := regexp.MustCompile(`"line":(\d+)`).FindAllSubmatch(kept, -1)
	from, err := strconv.Atoi(string(last[len(last)-1][1]))
	if err != nil {
		t.Fatal(err)
	}
	screenServed(t, at, path, from+1, &parts)
	if parts.String() != all.String() {
		t.Errorf(
			"cut after line %d and asked for the rest it gives %d bytes, want %d",
			from,
			parts.Len(),
			all.Len(),
		)
	}
	if *large { // by turns, so that what else the machine does weighs on both
		byProgram, byServer = 0, 0
		part := manyOffers(t, 2000)
		for range 4 {
			began := time.Now()
			if _, err := theProgram(t, "screen", "--brief", part).Output(); err != nil {
				t.Fatal(err)
			}
			byProgram += time.Since(began)
			began = time.Now()
			screenServed(t, at, part, 1, io.Discard)
			byServer += time.Since(began)
		}
	}
	held := peakMiB(t, server.Process.Pid)
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait()
	ran, _ := cli.ProcessState.SysUsage().(*syscall.Rusage)
	ratio := byProgram.Seconds() / byServer.Seconds()
	t.Logf(
		"%d lines in one request; program %.2f s, %d MiB, request %.2f s, %d MiB: %.0f %% of the program's speed",
		size,
		byProgram.Seconds(),
		ran.Maxrss>>10,
		byServer.Seconds(),
		held,
		100*ratio,
	)
	if held > 900 {
		t.Errorf("the server held %d MiB", held)
	}
	if *large && ratio < .7 {
		t.Errorf("one request has %.0f %% of the program's speed, less than 70", 100*ratio)
	}
}

// screenServed sends a file in one request and writes the answer until the writer has enough.
func screenServed(t *testing.T, at, path string, from int, to io.Writer) {
	t.Helper()
	for !screenOnce(t, at, path, from, to) {
	}
}

// screenOnce is one request. Where the server is busy, with one that was just cut perhaps, it waits as long as it
// is told and reports that it was not answered.
func screenOnce(t *testing.T, at, path string, from int, to io.Writer) bool {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	address := at + "/api/v1/screen?from=" + strconv.Itoa(from)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, f)
	if err != nil {
		t.Fatal(err)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode == http.StatusServiceUnavailable {
		after, err := strconv.Atoi(a.Header.Get("Retry-After"))
		if err != nil {
			t.Fatalf("busy, and it does not say until when: %v", err)
		}
		time.Sleep(time.Duration(after) * time.Second)
		return false
	}
	if a.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(a.Body)
		t.Fatalf("%s: %s", a.Status, text)
	}
	if _, err := io.Copy(to, a.Body); err != nil && err != errEnough {
		t.Fatal(err)
	}
	return true
}

var errEnough = fmt.Errorf("it is enough")

// cutAfter takes so many bytes and then no more.
type cutAfter struct {
	to   io.Writer
	left int
}

func (c *cutAfter) Write(b []byte) (int, error) {
	if len(b) < c.left {
		c.left -= len(b)
		return c.to.Write(b)
	}
	n, err := c.to.Write(b[:c.left])
	if err == nil {
		err = errEnough
	}
	return n, err
}

// firstOther is the place of the first difference.
func firstOther(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%d: %.80q, want %.80q", i, a[i:], b[i:])
		}
	}
	return "the end"
}

// peakMiB is the most memory that a process has held.
func peakMiB(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip("no /proc here")
	}
	for line := range strings.Lines(string(text)) {
		if kib, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(kib), " kB"))
			if err != nil {
				t.Fatal(err)
			}
			return n >> 10
		}
	}
	t.Fatal("the system does not say how much memory was held")
	return 0
}
