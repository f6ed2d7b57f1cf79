package extract

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A program of the system runs within bounds of memory, processor time and files, leaves no image of its
// memory behind, stands back, and is told nothing of the environment that it does not need.
func TestProgramsAreBounded(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	t.Setenv("ASSAY_NODE_PASSWORD", "secret")
	for script, want := range map[string]string{
		"ulimit -v": memory, "ulimit -t": seconds, "ulimit -f": blocks, "ulimit -c": "0",
		`echo "$OMP_THREAD_LIMIT"`: "1", `echo "<$ASSAY_NODE_PASSWORD>"`: "<>",
	} {
		if got, err := run(t.Context(), nil, "sh", "-c", script); err != nil || strings.TrimSpace(got) != want {
			t.Errorf("%s is %q, %v; want %q", script, got, err, want)
		}
	}
	if _, err := exec.LookPath("nice"); err == nil {
		here, err := exec.Command("nice").Output()
		if err != nil {
			t.Fatal(err)
		}
		var from int
		fmt.Sscan(string(here), &from)
		want := fmt.Sprint(min(from+5, 19))
		if got, err := run(t.Context(), nil, "nice"); err != nil || strings.TrimSpace(got) != want {
			t.Errorf("it runs with niceness %q, %v; want %s", got, err, want)
		}
	}
	if _, err := os.Stat("/proc/self/oom_score_adj"); err == nil {
		got, err := run(t.Context(), nil, "cat", "/proc/self/oom_score_adj")
		if err != nil || strings.TrimSpace(got) != "1000" {
			t.Errorf("where memory is short it is ended with %q, %v", got, err)
		}
	}
}

// What a program prints and writes is bounded, and so is the time that it may take.
func TestProgramsThatGoOnAndOn(t *testing.T) {
	if _, err := exec.LookPath("head"); err != nil {
		t.Skip(err)
	}
	out, err := run(t.Context(), nil, "head", "-c", "9000000", "/dev/zero")
	if err != nil || len(out) != 2<<20 {
		t.Errorf("%d bytes are kept, %v", len(out), err)
	}
	file := filepath.Join(t.TempDir(), "page.png")
	if _, err := run(t.Context(), nil, "sh", "-c", `exec head -c 40000000 /dev/zero > "$0"`, file); err == nil {
		t.Error("a file of 40 MB is written")
	}
	if info, err := os.Stat(file); err != nil || info.Size() > 16<<20 {
		t.Errorf("%v, %v", info, err)
	}
	var e *Error
	_, err = runFor(t.Context(), time.Millisecond, nil, "sleep", "3600")
	if !errors.As(err, &e) || !strings.Contains(e.Msg, "took longer") {
		t.Errorf("a program without end: %v", err)
	}
}

// Of a PDF without words so many pages are drawn as a scan may have, however many it says it has.
func TestPagesOfAScanAreBounded(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	const kids = 9
	doc := fmt.Sprintf("%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n"+
		"<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R "+
		"/MediaBox [0 0 30 30] >>\nendobj\ntrailer << /Size 4 /Root 1 0 R >>\n",
		strings.Repeat("3 0 R ", kids), kids)
	pages, err := pictures(t.Context(), []byte(doc), t.TempDir())
	if err != nil || fmt.Sprint(len(pages)) != scanned {
		t.Errorf("%d pages are drawn, %v; want %s", len(pages), err, scanned)
	}
}
