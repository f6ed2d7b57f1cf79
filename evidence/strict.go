package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/assaymining/assay/cite"
)

// decode reads one JSON document of keys that are known, and nothing behind it.
func decode(data []byte, into any) error {
	if len(data) > MaxBytes {
		return fmt.Errorf("the evidence is longer than %d MiB", MaxBytes>>20)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("the evidence is not of the known form: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the evidence")
	}
	return nil
}

// strict refuses keys that this program would read in silence but never write: encoding/json takes any case
// for a key and the last of two that are the same. encode writes what was read; the value at the path free,
// "verdict.json", is held to its hash alone.
func strict(data []byte, encode func() ([]byte, error), free string) error {
	again, err := encode()
	if err != nil {
		return fmt.Errorf("the evidence is not of the known form: %w", err)
	}
	given, err := keysOf(data, free)
	if err != nil {
		return err
	}
	written, err := keysOf(again, free)
	if err != nil {
		return err
	}
	for _, k := range slices.Sorted(maps.Keys(given)) {
		if !written[k] {
			return fmt.Errorf("the evidence has the key %.80q, which has no place or no effect there", k)
		}
	}
	return nil
}

// keysOf are the keys of a JSON document with those above them, "offer.hash", but for those of the value at
// the path free. A key that stands twice is an error.
func keysOf(data []byte, free string) (map[string]bool, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	out := map[string]bool{}
	var value func(at string) error
	value = func(at string) error {
		if at == free {
			var skipped json.RawMessage
			return d.Decode(&skipped)
		}
		t, err := d.Token()
		open, ok := t.(json.Delim)
		if err != nil || !ok {
			return err
		}
		here := map[string]bool{}
		for d.More() {
			below := at
			if open == '{' {
				t, err := d.Token()
				if err != nil {
					return err
				}
				name := fmt.Sprint(t)
				if here[name] {
					return fmt.Errorf("the evidence has the key %.80q twice", name)
				}
				here[name] = true
				below = strings.TrimPrefix(at+"."+name, ".")
				out[below] = true
			}
			if err := value(below); err != nil {
				return err
			}
		}
		_, err = d.Token()
		return err
	}
	return out, value("")
}

// place stands for the hash of the whole while it is made; it appears in no hash.
const place = "sha256:-"

// sealed is a document, whose last value is the place of the hash of the whole, with that hash: of its bytes
// without it.
func sealed(data []byte) []byte {
	i := bytes.LastIndex(data, []byte(place))
	data = slices.Delete(data, i, i+len(place))
	return slices.Insert(data, i, []byte(cite.Hash(data))...)
}

// whole reports whether a document has the hash that it gives for itself; one that gives none has.
func whole(data []byte, hash string) bool {
	return hash == "" || bytes.Count(data, []byte(hash)) == 1 &&
		cite.Hash(bytes.Replace(data, []byte(hash), nil, 1)) == hash
}
