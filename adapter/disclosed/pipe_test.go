//go:build unix

package disclosed

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe among published files would never end to be read: whoever opens it waits for a writer.
func TestAPipeIsNoPublishedFile(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "index.txt"), 0o644); err != nil {
		t.Skip(err)
	}
	f, err := open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if r, err := f.Open(t.Context(), "index.txt"); err == nil {
		r.Close()
		t.Error("a pipe is read")
	}
}
