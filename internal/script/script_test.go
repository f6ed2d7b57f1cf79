package script

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// What is changed is changed at one place: a common beginning, a common end, and at most 64 bytes between,
// but where the rest is cut off; the bytes that were given stay as they were.
func TestChangeIsAtOnePlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "bytes")
		kept := bytes.Clone(before)
		after := Of(rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "script"), 50).Change(before)
		if !bytes.Equal(before, kept) {
			t.Fatal("the bytes that were given are changed")
		}
		head := 0
		for head < min(len(before), len(after)) && before[head] == after[head] {
			head++
		}
		tail := 0
		for tail < min(len(before), len(after))-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
			tail++
		}
		if cut := head == len(after); !cut && max(len(before), len(after))-head-tail > 64 {
			t.Fatalf("%x became %x", before, after)
		}
	})
}
