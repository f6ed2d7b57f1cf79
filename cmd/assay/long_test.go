package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/assaymining/assay/payout/statement"
)

// longStatement is a file of so many credits, 274 a day, the same from one half of a minute to the next.
func longStatement(t *testing.T, rows int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.csv", rows))
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, statement.PlainHeader)
	from := time.Date(2016, 5, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		at := from.Add(time.Duration(i*86400/274) * time.Second)
		fmt.Fprintf(w, "%s,%d,sat,credit,,,row %d\n", at.Format(time.RFC3339), 1000+i%100, i)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// resident is the most memory that a process has had, in KB, while it is there.
func resident(pid int) int {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	m := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindSubmatch(data)
	if m == nil {
		return 0
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return kb
}

// TestLongStatement: a file of many rows is audited in memory that does not grow with them, and says how
// far it
// is; an interruption ends it at once and leaves the file of days as it was. With -large it has a
// million rows.
func TestLongStatement(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("memory is read from /proc")
	}
	sizes := []int{150_000, 300_000}
	if *large {
		sizes = []int{250_000, 1_000_000}
	}
	program := shippedProgram(t)
	var most [2]int
	for i, n := range sizes {
		path := longStatement(t, n)
		cmd := exec.Command(program, "audit", "--json", "--hashrate", "250TH/s", "--fee", "2%", path)
		var out, says bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &says
		begin := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for alive := true; alive; {
			select {
			case err := <-ended:
				if err != nil {
					t.Fatalf("%v: %s", err, says.Bytes())
				}
				alive = false
			case <-time.After(10 * time.Millisecond):
				most[i] = max(most[i], resident(cmd.Process.Pid))
			}
		}
		cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		t.Logf("%d rows: %d KB, %s, %s of processor", n, most[i], time.Since(begin).Round(time.Millisecond),
			cpu.Round(time.Millisecond))
		if want := fmt.Sprintf(`"read": %d,`, n); !strings.Contains(out.String(), want) {
			t.Errorf("%d rows: not all were read", n)
		}
		if n > 250_000 && !strings.Contains(says.String(), "50 % read") {
			t.Errorf("%d rows: no progress is told: %s", n, says.Bytes())
		}
	}
	if most[1] > 60<<10 || most[1] > most[0]*4/3 {
		t.Errorf("%d KB for %d rows, %d KB for %d", most[0], sizes[0], most[1], sizes[1])
	}
}

// TestLongStatementInterrupted: whoever stops an audit in the middle gets an answer at once, and has lost
// nothing: what it would have written is as it was.
func TestLongStatementInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	days := filepath.Join(t.TempDir(), "days.csv")
	if err := os.WriteFile(days, []byte("as it was\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := longStatement(t, 1_000_000)
	cmd := exec.Command(shippedProgram(t), "audit", "--hashrate", "250TH/s", "--export", days, path)
	says, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(says)
	for lines.Scan() && !strings.Contains(lines.Text(), "20 % read") {
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(says)
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != unable {
		t.Errorf("exit %v: %s", err, rest)
	}
	for lines.Scan() {
		rest = append(rest, lines.Bytes()...)
	}
	if strings.Contains(string(rest), "90 % read") {
		t.Errorf("it read on: %s", rest)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(days), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if data, _ := os.ReadFile(days); string(data) != "as it was\n" {
		t.Errorf("the file of days is %q", data)
	}
}
