package papers

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"unicode/utf8"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/evidence"
)

// Files are the files of an audit: on the disk, or as they were frozen.
type Files struct {
	Kept     []evidence.Kept
	Keep     bool // what is read, for the audit is to be frozen
	KeptOnly bool // nothing is read but what is kept
}

// Open reads a file. What is to be kept must be text, and at most half as long as evidence may be. Other
// errors are those of os.Open.
func (s *Files) Open(path string) (io.ReadCloser, error) {
	if s.KeptOnly {
		for _, f := range s.Kept {
			if f.Name == path {
				return io.NopCloser(bytes.NewReader([]byte(f.Text))), nil
			}
		}
		return nil, fmt.Errorf("the evidence does not hold %s", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if !s.Keep {
		return f, nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, evidence.MaxBytes/2+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > evidence.MaxBytes/2:
		return nil, commandline.Wrong(path+" is longer than can be frozen", "")
	case !utf8.Valid(data):
		return nil, commandline.Wrong(path+" is no text in UTF-8 and cannot be frozen",
			"save it as CSV in UTF-8")
	}
	s.Kept = append(s.Kept, evidence.Keep(path, data))
	return io.NopCloser(bytes.NewReader(data)), nil
}

// Made is what is not read from a file of the user's: it is made, or as it was frozen.
func (s *Files) Made(name string, make func() ([]byte, error)) ([]byte, error) {
	i := slices.IndexFunc(s.Kept, func(f evidence.Kept) bool { return f.Name == name })
	switch {
	case i >= 0:
		return []byte(s.Kept[i].Text), nil
	case s.KeptOnly:
		return nil, nil
	}
	data, err := make()
	if err == nil && s.Keep && len(data) > 0 {
		s.Kept = append(s.Kept, evidence.Keep(name, data))
	}
	return data, err
}
