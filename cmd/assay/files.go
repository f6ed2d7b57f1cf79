package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"

	"github.com/assaymining/assay"
)

// writeNew writes a file that must not be there yet.
func writeNew(path string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, os.ErrExist) {
		return &misuse{fmt.Sprintf("%s is there already", path),
			"name another file with --out; a key that was lost cannot be made again"}
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// The modes of new files; what the user's mask forbids is taken off them.
const (
	open    os.FileMode = 0o666
	private os.FileMode = 0o600
)

// modeOf is private where a file tells the reader's budget or taxes.
func modeOf(c assay.Choices) os.FileMode {
	if c.BudgetUSD != 0 || c.Tax != nil {
		return private
	}
	return open
}

// replaceFile writes a file beside the old one and puts it in its place, so that a cut leaves the old. It is of a
// new file's mode, but no more open than the old one.
func replaceFile(path string, data []byte, mode os.FileMode) error {
	if old, err := os.Stat(path); err == nil {
		mode &= old.Mode().Perm()
	}
	beside := fmt.Sprintf("%s.%08x", path, rand.Uint32()) // nothing secret: a name that is free
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer os.Remove(beside)
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, path)
}
