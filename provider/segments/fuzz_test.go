package segments

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/assaymining/assay/internal/script"
	"github.com/assaymining/assay/share"
)

// left is a folder as a killed process leaves it: one sealed segment, and one in hand with three groups.
func left(t testing.TB) map[string][]byte {
	dir := t.TempDir()
	w, err := Open(dir, 3, Options{Now: (&clock{t: start}).now})
	if err != nil {
		t.Fatal(err)
	}
	j := job(1, 7)
	if err := w.Job(j, 0); err != nil {
		t.Fatal(err)
	}
	put := func(en2 uint32) {
		one, hash := mine(t, j, en2)
		done := make(chan error, 1)
		w.Append(one, hash, func(err error) { done <- err })
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	put(1)
	if _, err := w.Seal(); err != nil {
		t.Fatal(err)
	}
	for en2 := range uint32(3) {
		put(10 + en2)
	}
	out := map[string][]byte{}
	for _, name := range []string{segmentName(3, 0), segmentName(3, 1) + partSuffix} {
		if out[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	part := segmentName(3, 1) + partSuffix
	out[part] = out[part][:wholeSize(out[part])+200] // a little of the room that was made
	return out
}

// wholeSize is the length of an unsealed segment's whole frames.
func wholeSize(b []byte) int {
	seg, _ := share.Read(bytes.NewReader(b), share.Visitor{})
	return int(seg.Whole)
}

// FuzzRecover opens what a killed process left, its files changed at one place each. A file that was cut
// off, which is what a kill does, is taken up again with every share before the cut; whatever is taken up
// is sealed and right, and what is refused is left as it was.
func FuzzRecover(f *testing.F) {
	before := left(f)
	sealed, part := before[segmentName(3, 0)], before[segmentName(3, 1)+partSuffix]
	f.Add([]byte{0})
	for i := range byte(24) {
		f.Add([]byte{1, i % 8, 25 * i, i / 12, 1 + i, i})
		f.Add([]byte{1, 6, 50 * i, i / 5}) // cut off
		f.Add([]byte{2, i % 8, 20 * i, 0, 1 + i, i})
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := script.Of(b, 200)
		which := s.Byte()
		first, second := sealed, part
		if which&1 != 0 {
			second = s.Change(part)
		}
		if which&2 != 0 {
			first = s.Change(sealed)
		}
		dir := t.TempDir()
		files := map[string][]byte{segmentName(3, 0): first, segmentName(3, 1) + partSuffix: second}
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		w, err := Open(dir, 3, Options{
			Now: (&clock{t: start}).now, Fatal: func(err error) { t.Error(err) },
		})
		cut := bytes.HasPrefix(part, second) && bytes.Equal(first, sealed)
		if err != nil {
			if cut {
				t.Fatalf("cut after %d bytes: %v", len(second), err)
			}
			for name, content := range files {
				if now, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(now, content) {
					t.Fatalf("%s was refused and changed: %v", name, err)
				}
			}
			return
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		names, _ := filepath.Glob(filepath.Join(dir, "*.seg"))
		shares := 0
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := share.Recheck(bytes.NewReader(content), nil)
			if err != nil || !got.Segment.Sealed || got.BadCount > 0 && !bytes.Equal(content, first) {
				t.Fatalf("%s: %+v, %v", name, got, err)
			}
			shares += int(got.Tree.Shares)
		}
		if want := 1 + wholeShares(second); cut && shares != want {
			t.Fatalf("%d shares of %d that were whole", shares, want)
		}
	})
}

// A sealed segment that says it is another one is refused, and the one in hand, which a kill cut off
// within its head, is still there afterwards.
func TestRefusedIsLeft(t *testing.T) {
	before := left(t)
	first := before[segmentName(3, 0)]
	seg, err := share.Read(bytes.NewReader(first), share.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(h *share.Head){
		func(h *share.Head) { h.Seq = 5 }, func(h *share.Head) { h.Server = 9 },
	} {
		other := seg.Head
		change(&other)
		dir := t.TempDir()
		part := filepath.Join(dir, segmentName(3, 1)+partSuffix)
		sealed := append(other.Append(nil), first[headSize:]...)
		err := os.WriteFile(filepath.Join(dir, segmentName(3, 0)), sealed, 0o600)
		if err == nil {
			err = os.WriteFile(part, before[segmentName(3, 1)+partSuffix][:headSize/2], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if w, err := Open(dir, 3, Options{Now: (&clock{t: start}).now}); err == nil {
			t.Errorf("taken up, %v", w.Close())
		}
		if _, err := os.Stat(part); err != nil {
			t.Error(err)
		}
	}
}

// wholeShares are the shares in whole frames of an unsealed segment: a job's frame of its own first, then
// one share a frame.
func wholeShares(b []byte) (n int) {
	share.Read(bytes.NewReader(b), share.Visitor{Share: func(share.Share) error { n++; return nil }})
	return n
}
