package segments

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/assaymining/assay/share"
)

// TestRoom: an unsealed segment has room behind what was written, and a group changes nothing of the file's
// size; sealed it has none.
func TestRoom(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	j := job(1, 1)
	if err := w.Job(j, 0); err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(dir, segmentName(3, 0)+partSuffix)
	size := func() int64 {
		info, err := os.Stat(part)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	put(t, w, j, 0, 20)
	if after := size(); after != before || after < roomAhead {
		t.Errorf("%d bytes before a group, %d after it", before, after)
	}
	put(t, w, j, 20, 2)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if all := checked(t, dir); all[0].Tree.Shares != 22 {
		t.Errorf("%d shares", all[0].Tree.Shares)
	}
}

// TestRoomEnds: where the room is used up there is more, and nothing is lost at the border.
func TestRoomEnds(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "sheet"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := &sheet{file: file, ahead: 100}
	var want []byte
	for n := range 60 {
		b := bytes.Repeat([]byte{byte(n + 1)}, 1+n*7%250)
		want = append(want, b...)
		if got, err := s.Write(b); got != len(b) || err != nil {
			t.Fatal(got, err)
		}
		if err := s.Sync(); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file.Name())
		if err != nil || !bytes.HasPrefix(got, want) || len(bytes.Trim(got[len(want):], "\x00")) > 0 {
			t.Fatalf("after %d: %d bytes of %d, %v", n, len(got), len(want), err)
		}
	}
	if err := s.Trim(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write([]byte("end")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file.Name()); err != nil || !bytes.Equal(got, append(want, "end"...)) {
		t.Errorf("%d bytes, want %d, %v", len(got), len(want)+3, err)
	}
}

// laid is a folder with the sealed segment of before, and an unsealed one behind it.
func laid(t *testing.T, before map[string][]byte, part []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, b := range map[string][]byte{segmentName(3, 0): before[segmentName(3, 0)], segmentName(3, 1) + partSuffix: part} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestDamageIsNoTornEnd: a frame that was durable once and is damaged is refused, wherever it is hit, since
// whole ones stand behind it; the last one, behind which nothing is, is what a kill leaves, and is cut off.
func TestDamageIsNoTornEnd(t *testing.T) {
	before := left(t)
	part := before[segmentName(3, 1)+partSuffix]
	var frames []int // where each begins
	for at := headSize; share.WholeFrame(part[at:]) > 0; at += share.WholeFrame(part[at:]) {
		frames = append(frames, at)
	}
	if len(frames) != 4 {
		t.Fatalf("frames at %v", frames)
	}
	last := frames[len(frames)-1]
	for at := headSize; at < last+share.WholeFrame(part[last:]); at++ {
		if at > last+12 && at%7 != 0 { // each costs a whole archive
			continue
		}
		damaged := bytes.Clone(part)
		damaged[at] ^= 0x55
		dir := laid(t, before, damaged)
		w, err := Open(dir, 3, Options{Now: (&clock{t: start}).now})
		if err == nil {
			w.Close()
		}
		if refused := err != nil; refused != (at < last) {
			t.Fatalf("damaged at %d, the last frame at %d: %v", at, last, err)
		}
		now, _ := os.ReadFile(filepath.Join(dir, segmentName(3, 1)+partSuffix))
		if at < last && !bytes.Equal(now, damaged) {
			t.Fatalf("damaged at %d: refused and changed", at)
		}
	}
}

// TestUnbegun: a kill after room was made and before the head was written leaves zeros, of which nothing was
// acknowledged; a head that is gone before frames is damage.
func TestUnbegun(t *testing.T) {
	before := left(t)
	gone := bytes.Clone(before[segmentName(3, 1)+partSuffix])
	clear(gone[:headSize])
	for name, part := range map[string][]byte{"room": make([]byte, roomAhead+headSize), "head": gone} {
		dir := laid(t, before, part)
		w, err := Open(dir, 3, Options{Now: (&clock{t: start}).now})
		if refused := err != nil; refused != (name == "head") {
			t.Fatalf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		j := job(9, 1)
		if err := w.Job(j, 0); err != nil {
			t.Fatal(err)
		}
		put(t, w, j, 0, 3)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if all := checked(t, dir); all[len(all)-1].Tree.Shares != 3 {
			t.Errorf("%d shares after it", all[len(all)-1].Tree.Shares)
		}
	}
}
