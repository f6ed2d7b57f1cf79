package daybook

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// fields are the words of a line; the first that is wrong is kept, and what follows it reads as zero.
type fields struct {
	left []string
	err  error
}

func (f *fields) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *fields) done() error {
	if f.err == nil && len(f.left) > 0 {
		return fmt.Errorf("%q is one word too many", f.left[0])
	}
	return f.err
}

func (f *fields) text() string {
	if len(f.left) == 0 {
		f.fail(fmt.Errorf("a word is missing"))
		return ""
	}
	word := f.left[0]
	f.left = f.left[1:]
	return word
}

func (f *fields) word(want string) {
	if got := f.text(); got != want {
		f.fail(fmt.Errorf("%q stands where %q belongs", got, want))
	}
}

func (f *fields) whole(bits int) uint64 {
	n, err := strconv.ParseUint(f.text(), 10, bits)
	f.fail(err)
	return n
}

func (f *fields) amount() units.MilliSat {
	n, err := strconv.ParseInt(f.text(), 10, 64)
	f.fail(err)
	return units.MilliSat(n)
}

func (f *fields) hash() (h Hash) {
	b, err := hex.DecodeString(f.text())
	f.fail(err)
	if err == nil && len(b) != len(h) {
		f.fail(fmt.Errorf("a hash of %d bytes", len(b)))
	}
	copy(h[:], b)
	return h
}

func (f *fields) salt() (salt [16]byte) {
	b, err := hex.DecodeString(f.text())
	f.fail(err)
	if err == nil && len(b) != len(salt) {
		f.fail(fmt.Errorf("a salt of %d bytes", len(b)))
	}
	copy(salt[:], b)
	return salt
}

func (f *fields) work() share.Work {
	n, ok := new(big.Int).SetString(f.text(), 10)
	if !ok {
		f.fail(fmt.Errorf("no whole number of hashes"))
		return share.Work{}
	}
	w, ok := share.WorkOf(n)
	if !ok {
		f.fail(fmt.Errorf("work beyond 128 bits"))
	}
	return w
}

func (f *fields) grade() share.Grade {
	if word := f.text(); len(word) == 1 {
		return share.Grade(word[0])
	}
	f.fail(fmt.Errorf("a grade is one letter"))
	return 0
}

func (f *fields) date() units.Date {
	d, err := units.ParseDate(f.text())
	f.fail(err)
	return d
}

func (f *fields) tree() Tree { return Tree{int(f.whole(6)), f.hash()} }
