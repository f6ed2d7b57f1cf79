package stratum

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"testing"
	"unicode/utf8"
)

// Lines of real clients: minerd 2.5.1, ESP-Miner, bfgminer (ids that are texts, params before id).
var realLines = []string{
	`{"id": 1, "method": "mining.subscribe", "params": ["cpuminer/2.5.1"]}`,
	`{"method": "mining.submit", "params": ["bc1qexample.w1", "1a", "0000000000000000", "6b0bf5bb", "bf421d00"], "id":4}`,
	`{"id": 7, "error": null, "result": "cpuminer/2.5.1"}`,
	`{"id": 1, "method": "mining.configure", "params": [["version-rolling"], {"version-rolling.mask": "ffffffff"}]}`,
	`{"id":null,"method":"mining.suggest_target","params":["00000000ffff0000000000000000000000000000000000000000000000000000"]}`,
	`{"id":"auth","method":"mining.authorize","params":["user","pa\"ss\u0041"]}`,
	`{"id":4,"result":null,"error":[22,"Duplicate share",null]}`,
	`{}`, `{"a":{"b":[1,{"c":-1.5e+3}]},"id":true}`,
}

func TestParseLine(t *testing.T) {
	for _, text := range realLines {
		got, err := ParseLine([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		for key, part := range map[string][]byte{"id": got.ID, "method": got.Method, "params": got.Params,
			"result": got.Result, "error": got.Error} {
			if !bytes.Equal(part, want[key]) {
				t.Errorf("%s: %s is %s, not %s", text, key, part, want[key])
			}
		}
	}
	l, _ := ParseLine([]byte(realLines[5]))
	args, err := Elements(nil, l.Params, 8)
	if err != nil || len(args) != 2 {
		t.Fatal(args, err)
	}
	if pass, ok := Text(args[1]); !ok || string(pass) != `pa"ssA` {
		t.Errorf("%q", pass)
	}
	l, _ = ParseLine([]byte(realLines[3]))
	args, _ = Elements(nil, l.Params, 8)
	if mask, ok := Word(Member(args[1], "version-rolling.mask")); !ok || mask != 0xffffffff {
		t.Errorf("%x", mask)
	}
}

func TestWrongLines(t *testing.T) {
	deep := bytes.Repeat([]byte("["), 100)
	for _, text := range []string{
		``, `{`, `[]`, `{"id"`, `{"id":}`, `{"id":1`, `{"id":1,}`, `{"id":1}x`, `{"id":"`, `{"id":"\`, `{id:1}`,
		`{"id":` + string(deep) + `}`, `{"params":[1,]}`, `{"params":{1:2}}`, "{\"a\":\"\x01\"}", `{"a" 1}`,
	} {
		if l, err := ParseLine([]byte(text)); err == nil {
			t.Errorf("%q is read as %+v", text, l)
		}
	}
	if _, err := Elements(nil, []byte(`[1,2,3]`), 2); err == nil {
		t.Error("three elements are taken where two may be")
	}
	for _, text := range []string{`""`, `"123456789"`, `"xyz"`, `12`, `"`} {
		if n, ok := Word([]byte(text)); ok {
			t.Errorf("%s is read as %x", text, n)
		}
	}
}

// FuzzLine holds the scanner to encoding/json: what json takes as an object and is within the bounds, the
// scanner takes apart alike; what the scanner refuses, json refuses or nests too deep.
func FuzzLine(f *testing.F) {
	for _, text := range realLines {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := ParseLine(b)
		if err != nil {
			return
		}
		Elements(nil, got.Params, 8)
		Text(got.Method)
		Member(got.Params, "x")
		var s Submit
		ParseSubmit(&s, got.Params)
		ParseNotify(got.Params)
		var want map[string]json.RawMessage
		if json.Unmarshal(b, &want) != nil {
			return // the scanner takes some that is not JSON, such as 01; it makes no value of it
		}
		if id, ok := want["id"]; ok && !bytes.Equal(id, got.ID) && !bytes.Contains(b, []byte(`\u`)) {
			t.Fatalf("%q: id is %q, not %q", b, got.ID, id)
		}
		var text string
		if json.Unmarshal(want["method"], &text) == nil && utf8.Valid(got.Method) &&
			!bytes.ContainsAny(got.Method, `\`) {
			if mine, ok := Text(got.Method); ok && string(mine) != text {
				t.Fatalf("%q: method is %q, not %q", b, mine, text)
			}
		}
	})
}

func TestSubmitLine(t *testing.T) {
	in := Submit{User: []byte("f.w"), Job: []byte("0000001a2b"), Extranonce2: [8]byte{1, 7: 9},
		Time:  0x6b0bf5bb,
		Nonce: 0xbf421d00, Version: 0x2000, Rolled: true}
	line := in.Append(nil, 4)
	l, err := ParseLine(bytes.TrimSpace(line))
	var out Submit
	if code := ParseSubmit(&out, l.Params); err != nil || code != "" || !reflect.DeepEqual(in, out) {
		t.Fatalf("%s came back as %+v, %v %v", line, out, err, code)
	}
	for params, want := range map[string]Code{
		`["u","j","00","6b0bf5bb","bf421d00"]`:                    BadExtranonce,
		`["u","j","0000000000000000","6b0bf5bb","bf421d00","x"]`:  VersionBits,
		`["u","j","0000000000000000","6b0bf5bb"]`:                 InvalidTime,
		`["u",5,"0000000000000000","6b0bf5bb","bf421d00"]`:        InvalidTime,
		`["u","j","0000000000000000","6b0bf5bb","bf421d00",null]`: "",
	} {
		if got := ParseSubmit(&out, []byte(params)); got != want {
			t.Errorf("%s: %q, not %q", params, got, want)
		}
	}
}

func TestNotifyLine(t *testing.T) {
	in := Notify{Job: "000000010c", Prev: [32]byte{1, 2, 3, 4, 31: 9}, Coinbase1: []byte{1, 2},
		Coinbase2: []byte{3},
		Branches:  [][32]byte{{5}, {6}}, Version: 0x20000000, Bits: 0x1b00d7c0, Time: 0x6b0bf5bb}
	line := AppendClean(in.Append(nil), true)
	if !json.Valid(line) {
		t.Fatalf("%s", line)
	}
	l, err := ParseLine(bytes.TrimSpace(line))
	out, clean, err2 := ParseNotify(l.Params)
	if err != nil || err2 != nil || !clean || !reflect.DeepEqual(in, out) {
		t.Fatalf("%s came back as %+v, %v %v", line, out, err, err2)
	}
	if !bytes.Contains(line, []byte(`"0403020100`)) {
		t.Error("the words of the previous hash are not turned round")
	}
}

// Difficulties: 2^(k-32), so that a client's target, 0xffff x 2^208 over it, is within the level's.
func TestDifficulty(t *testing.T) {
	for k, want := range map[uint8]string{32: "1", 33: "2", 63: "2147483648", 31: "0.5",
		16: "0.0000152587890625"} {
		if got := Difficulty(k); got != want {
			t.Errorf("level %d: %s, not %s", k, got, want)
		}
	}
	if d, err := strconv.ParseFloat(Difficulty(8), 64); err != nil || d*(1<<24) != 1 {
		t.Errorf("level 8: %s", Difficulty(8))
	}
}
