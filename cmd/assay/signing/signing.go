// Package signing signs frozen evidence and checks signatures: signed notes (c2sp.org/signed-note, Ed25519),
// with keys in files.
//
// No message shows what is in a file of a key, or a key that was given in the place of its name.
//
// Nothing in it is promised to other modules.
package signing

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"golang.org/x/mod/sumdb/note"
)

// Signer reads a secret key; messages never show what is in the file.
func Signer(path string) (note.Signer, error) {
	key, err := commandline.Secret(path, "secret key", "key")
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(key)
	if err != nil {
		return nil, commandline.Wrong(
			fmt.Sprintf("%s does not hold a secret key", path),
			"make one: assay evidence key NAME",
		)
	}
	return signer, nil
}

// Unsigned is a note with the signatures that it has, none of them checked.
func Unsigned(data []byte) *note.Note {
	var found *note.UnverifiedNoteError
	if _, err := note.Open(data, note.VerifierList()); errors.As(err, &found) {
		return found.Note
	}
	return &note.Note{Text: string(data)}
}

// verifierOf reads a public key given as such or in a file.
func verifierOf(key string) (note.Verifier, error) {
	text, err := Public(key, "--key")
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(text)
}

// Public is the text of a public key that is given, by a flag, as such or in a file.
func Public(key, flag string) (string, error) {
	text := key
	what := "what was given with " + flag // not as it was: it may be a secret key, or half of one
	if data, err := os.ReadFile(key); err == nil {
		text, what = strings.TrimSpace(string(data[:min(len(data), 4096)])), key
	}
	if _, err := note.NewVerifier(text); err != nil {
		return "", commandline.Wrong(what+" is neither a public key nor a file with one",
			"a public key looks like example.com/alice+1a2b3c4d+AS...")
	}
	return text, nil
}

// Opened is a note of which one of the keys signed, with its signatures sorted into those that were checked
// and the others. Without keys none is checked.
func Opened(data []byte, keys []string) (*note.Note, error) {
	var verifiers []note.Verifier
	for _, k := range keys {
		v, err := verifierOf(k)
		if err != nil {
			return nil, err
		}
		verifiers = append(verifiers, v)
	}
	if len(verifiers) == 0 {
		return Unsigned(data), nil
	}
	n, err := note.Open(data, note.VerifierList(verifiers...))
	if err != nil {
		return nil, fmt.Errorf("not signed by the key: %w", err)
	}
	return n, nil
}

// NewKeys makes a pair of keys whose name says whose they are: a domain or an address.
func NewKeys(name string) (secret, public string, err error) {
	if name == "" || strings.ContainsAny(name, "+ \t\n") || len(name) > 200 {
		return "", "", commandline.Wrong(fmt.Sprintf("%q cannot name a signer", name),
			"write a name without spaces and plus signs, as in example.com/alice")
	}
	return note.GenerateKey(rand.Reader, name)
}
