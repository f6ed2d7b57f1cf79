package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/assaymining/assay/evidence"
	"golang.org/x/mod/sumdb/note"
)

// signerOf reads a secret key; messages never show what is in the file.
func signerOf(path string) (note.Signer, error) {
	info, err := os.Stat(path)
	if err != nil { // whoever gives the key itself must not read it in a log
		return nil, &misuse{
			"there is no such file with a secret key",
			"give the name of the file, not the key",
		}
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, &misuse{fmt.Sprintf("%s can be read by others (mode %04o)", path, info.Mode().Perm()),
			"chmod 600 " + path}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(data)))
	if err != nil {
		return nil, &misuse{
			fmt.Sprintf("%s does not hold a secret key", path),
			"make one: assay evidence key NAME",
		}
	}
	return signer, nil
}

// unsigned is a note with the signatures that it has, none of them checked.
func unsigned(data []byte) *note.Note {
	var found *note.UnverifiedNoteError
	if _, err := note.Open(data, note.VerifierList()); errors.As(err, &found) {
		return found.Note
	}
	return &note.Note{Text: string(data)}
}

// verifierOf reads a public key given as such or in a file.
func verifierOf(key string) (note.Verifier, error) {
	text := key
	what := "what was given with --key" // not as it was: it may be a secret key, or half of one
	if data, err := os.ReadFile(key); err == nil {
		text, what = strings.TrimSpace(string(data[:min(len(data), 4096)])), key
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, &misuse{what + " is neither a public key nor a file with one",
			"a public key looks like example.com/alice+1a2b3c4d+AS..."}
	}
	return v, nil
}

// isEvidence reports whether a file begins like frozen evidence.
func isEvidence(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := f.Read(head)
	return bytes.Contains(head[:n], []byte(`"schema": "`+evidence.Schema+`"`))
}
