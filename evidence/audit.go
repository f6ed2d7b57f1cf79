package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
)

// auditSchema names the form of a frozen audit.
const auditSchema = "assay/audit-evidence/v1"

// Audit is what an audit was judged on, and its result: whoever has it repeats it to the same bytes.
type Audit struct {
	Schema  string     `json:"schema"`
	Version string     `json:"version"`
	Flags   []string   `json:"flags"` // as given, those left out that only say where results go
	Args    []string   `json:"args"`
	Files   []Kept     `json:"files"` // contract, statements, counts
	History Kept       `json:"history"`
	Result  frozenJSON `json:"result"`
}

// Kept is a file as it was read.
type Kept struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
	Text string `json:"text"`
}

// Keep is a file with its hash.
func Keep(name string, data []byte) Kept { return Kept{name, cite.Hash(data), string(data)} }

// FreezeAudit is the document of an audit, whose files, flags and arguments are set, with its history and
// result.
func FreezeAudit(a Audit, h *market.History, r *audit.Result) ([]byte, error) {
	result, err := Compact(r)
	if err != nil {
		return nil, err
	}
	a.Schema, a.History = auditSchema, Keep("history", h.CSV())
	a.Result = frozenJSON{cite.Hash(result), result}
	return assay.JSON(a)
}

// Compact is an audit's result as it is hashed and compared.
func Compact(r *audit.Result) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(r)
	return bytes.TrimSpace(b.Bytes()), err
}

// ReadAudit reads a frozen audit and checks its hashes.
func ReadAudit(data []byte) (*Audit, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var e Audit
	if err := d.Decode(&e); err != nil {
		return nil, fmt.Errorf("the evidence is not of the known form: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the evidence")
	}
	for _, f := range append(slices.Clone(e.Files), e.History) {
		if cite.Hash([]byte(f.Text)) != f.Hash {
			return nil, fmt.Errorf("%s does not have the hash that the evidence gives for it: it was changed",
				f.Name)
		}
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, e.Result.JSON); err != nil {
		return nil, err
	}
	e.Result.JSON = compact.Bytes()
	if cite.Hash(e.Result.JSON) != e.Result.Hash {
		return nil, errors.New("the result does not have the hash that the evidence gives for it: it was " +
			"changed")
	}
	return &e, nil
}

// IsAudit reports whether text is a frozen audit.
func IsAudit(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 64)], []byte(`"schema": "`+auditSchema+`"`))
}
