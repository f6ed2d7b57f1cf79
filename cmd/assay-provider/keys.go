package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay/provider/clerk"
)

// keys are a provider's secrets, each in a file of the folder that its owner alone can read.
type keys struct {
	dir                       string
	operator, salt, authority string
	signer                    clerk.Signer
	made                      []string // files that were not there
}

// openKeys reads the secrets of a folder and makes those that are not there.
func openKeys(dir, origin string) (*keys, error) {
	k := &keys{dir: dir}
	for name, at := range map[string]*string{
		operatorKey: &k.operator, saltKey: &k.salt, authorityKey: &k.authority,
	} {
		text, err := k.secret(name, func() (string, error) {
			raw := make([]byte, 32)
			_, err := rand.Read(raw)
			return hex.EncodeToString(raw), err
		})
		if err != nil {
			return nil, err
		}
		*at = text
	}
	pair, err := k.secret(signingKey, func() (string, error) {
		secret, public, err := note.GenerateKey(rand.Reader, origin)
		return secret + "\n" + public, err
	})
	if err != nil {
		return nil, err
	}
	secret, public, _ := strings.Cut(pair, "\n")
	if k.signer, err = clerk.SignerOf(secret, public); err != nil {
		return nil, fmt.Errorf("%s does not hold a pair of keys: %w", signingKey, err)
	}
	if name, _, _ := strings.Cut(public, "+"); name != origin {
		return nil, fmt.Errorf("%s is the key of %s, and --origin is %s", signingKey, name, origin)
	}
	return k, nil
}

// The files of secrets.
const (
	operatorKey  = "operator.key"
	saltKey      = "salt.key"
	authorityKey = "authority.key"
	signingKey   = "signing.key"
)

// secret is the text of a file, made where there is none and readable by its owner alone.
func (k *keys) secret(name string, draw func() (string, error)) (string, error) {
	path := filepath.Join(k.dir, name)
	b, err := os.ReadFile(path)
	if err == nil {
		text := strings.TrimSpace(string(b))
		if len(text) < shortestSecret {
			return "", fmt.Errorf("%s holds %d characters, and a secret has at least %d: put your copy "+
				"of it in its place; if you have none, remove it and another is made",
				path, len(text), shortestSecret)
		}
		return text, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if err := os.MkdirAll(k.dir, 0o700); err != nil {
		return "", err
	}
	text, err := draw()
	if err != nil {
		return "", err
	}
	k.made = append(k.made, name)
	return text, putWhole(path, text+"\n")
}

// shortestSecret is the characters of one that nobody guesses; a file of fewer was cut.
const shortestSecret = 16

// putWhole makes a file that its owner alone can read, whole or not at all: on a full disk half a key, or
// none, would be taken for one at the next start.
func putWhole(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// tell says what was made and what to do with it; no secret is ever shown.
func (k *keys) tell(w io.Writer, pages string) {
	if len(k.made) > 0 {
		fmt.Fprintf(w, `Made in %s, readable by you alone; keep a copy of each elsewhere:
  %s   enter it at http://%s/operator
  %s    signs each day and receipt; lost, nobody can tell your days from another's
  %s  signs the server's key for miners over Stratum V2
  %s       hides whose leaf is whose in the statements; lost, old receipts cannot be made again
`, k.dir, operatorKey, pages, signingKey, authorityKey, saltKey)
	}
	fmt.Fprintf(w, "Days are signed by %s\n  (public: tell it to your holders; it stands in key.txt too)\n",
		k.signer.Public)
}
