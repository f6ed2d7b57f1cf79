package clerk

import (
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay/daybook"
)

// Signer signs what a provider says of a day, so that he cannot say later that he said something else: two
// statements of one day that are both signed convict him. The zero value signs nothing.
type Signer struct {
	Public string // the key to check by
	signer note.Signer
}

// SignerOf is the signer of a pair of keys, as package note writes them. It always signs a text alike.
func SignerOf(secret, public string) (Signer, error) {
	s, err := note.NewSigner(secret)
	if err != nil {
		return Signer{}, err
	}
	if _, err := note.NewVerifier(public); err != nil {
		return Signer{}, err
	}
	return Signer{public, s}, nil
}

// Sign is the signature of a text, one line.
func (s *Signer) Sign(text []byte) ([]byte, error) {
	if s.signer == nil {
		return nil, nil
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, s.signer)
	if err != nil {
		return nil, err
	}
	_, signature := daybook.Cut(signed)
	return signature, nil
}

// sign publishes the key and the signatures that are missing: a provider who begins to sign signs all.
func (c *Clerk) sign() error {
	if c.o.Signer.signer == nil {
		return nil
	}
	if err := c.write(daybook.KeyFile, []byte(c.o.Signer.Public+"\n")); err != nil {
		return err
	}
	index, err := c.index()
	if err != nil {
		return err
	}
	for _, e := range index.Days {
		if _, err := os.Stat(filepath.Join(c.o.Dir, daybook.SignatureFile(e.Day))); err == nil {
			continue
		}
		text, err := os.ReadFile(filepath.Join(c.o.Dir, daybook.DayFile(e.Day)))
		if err != nil {
			return err
		}
		if err := c.signed(daybook.SignatureFile(e.Day), text); err != nil {
			return err
		}
	}
	return nil
}

// signed publishes the signature of a text.
func (c *Clerk) signed(name string, text []byte) error {
	signature, err := c.o.Signer.Sign(text)
	if err != nil || signature == nil {
		return err
	}
	return c.write(name, signature)
}
