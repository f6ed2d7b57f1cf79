package miner

import (
	"bufio"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// minerd is the path of pooler's cpuminer, a client that nobody here wrote: on the path, or named by
// ASSAY_MINERD. Without it the test is skipped, with how to get it.
func minerd(t *testing.T) string {
	path := os.Getenv("ASSAY_MINERD")
	if path == "" {
		path, _ = exec.LookPath("minerd")
	}
	if path == "" {
		t.Skip("no minerd: build github.com/pooler/cpuminer (autogen.sh, configure, make) and name it in ASSAY_MINERD")
	}
	return path
}

var acceptedLine = regexp.MustCompile(`accepted: (\d+)/(\d+) `)

// A real client mines, is given new jobs, a new block and other levels meanwhile, and counts what we count.
func TestMinerd(t *testing.T) {
	path := minerd(t)
	s := begin(t, func(o *Options) { o.Start, o.Min, o.Interval = 18, 12, 300*time.Millisecond })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-a", "sha256d", "-o", "stratum+tcp://"+s.v1, "-u", "farm.minerd",
		"-p", "x", "-t", "1",
		"-P") // it says each line that it sends
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(90*time.Second, func() { cmd.Process.Kill() })
	defer killer.Stop()
	const want = 40
	accepted, answered, sent := 0, 0, 0
	var said []string
	in := bufio.NewScanner(out)
	count := func() { // until it is ended it may hand in more, however fast it is
		said = append(said, in.Text())
		if strings.Contains(in.Text(), "> {") && strings.Contains(in.Text(), "mining.submit") {
			sent++
		}
	}
	for accepted < want && in.Scan() {
		count()
		m := acceptedLine.FindStringSubmatch(in.Text())
		if m == nil {
			continue
		}
		accepted, _ = strconv.Atoi(m[1])
		answered, _ = strconv.Atoi(m[2])
		switch answered {
		case 10, 20:
			err = s.SetTemplate(template(1))
		case 30:
			err = s.SetTemplate(template(2))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd.Process.Kill()
	for in.Scan() {
		count()
	}
	cmd.Wait()
	if accepted < want {
		t.Fatalf("%d accepted of %d:\n%s", accepted, answered, strings.Join(said, "\n"))
	}
	counts := s.Counts()
	kept := len(s.segments())
	t.Logf("minerd counts %d accepted of %d; the server %+v; %d kept", accepted, answered, counts, kept)
	// What was on its way when minerd was ended it did not count any more; it says a line before it sends it.
	if kept < accepted || kept > sent-int(counts.Refused) || int(counts.Taken) != kept {
		t.Errorf("minerd counts %d accepted, it sent %d, %d are kept", accepted, sent, kept)
	}
	if uint64(answered-accepted) > counts.Stale || counts.Low+counts.Duplicate > 0 {
		t.Errorf("%d refused, %+v:\n%s", answered-accepted, counts, strings.Join(said, "\n"))
	}
}
