package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	// Whole is the hash of the document's bytes with this value empty. Files frozen before there was one
	// lack it.
	Whole string `json:"whole,omitempty"`
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
	a.Result, a.Whole = frozenJSON{cite.Hash(result), result}, place
	data, err := assay.JSON(a)
	if err != nil {
		return nil, err
	}
	return sealed(data), nil
}

// Compact is an audit's result as it is hashed and compared.
func Compact(r *audit.Result) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(r)
	return bytes.TrimSpace(b.Bytes()), err
}

// ReadAudit reads a frozen audit. It refuses parts that do not have their hash, and keys that are unknown,
// written in another case, given twice or without effect, as Read does. It judges nothing.
func ReadAudit(data []byte) (*Audit, error) {
	var e Audit
	if err := decode(data, &e); err != nil {
		return nil, err
	}
	if e.Schema != auditSchema {
		return nil, fmt.Errorf("schema is %.40q, not %q", e.Schema, auditSchema)
	}
	if err := strict(data, func() ([]byte, error) { return assay.JSON(e) }, "result.json"); err != nil {
		return nil, err
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
	if !whole(data, e.Whole) {
		return nil, errors.New("the evidence does not have the hash that it gives for the whole: flags, " +
			"arguments or names of files were changed")
	}
	return &e, nil
}

// IsAudit reports whether text is a frozen audit.
func IsAudit(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 64)], []byte(`"schema": "`+auditSchema+`"`))
}
