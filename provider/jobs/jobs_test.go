package jobs

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/share"
)

func payout() Payout { return Payout{Server: 3, Script: []byte{0x51}, Commit: [32]byte{7}} }

// The branches lead from the coinbase to the root that the definition gives: rows of pairs, the last one of an
// odd row with itself.
func TestBranchesAreTheMerkleTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ids [][32]byte
		for i := range rapid.IntRange(0, 70).Draw(t, "n") {
			ids = append(ids, share.Hash([]byte{byte(i)}))
		}
		j, err := JobOf(&Template{Height: 500_000, Bits: 0x1d00ffff, Prev: [32]byte{1}, IDs: ids}, payout(), 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		one := share.Share{Level: 20}
		coinbase, _ := j.Coinbase(&one)
		row := append([][32]byte{share.Hash(coinbase)}, ids...)
		for len(row) > 1 {
			if len(row)%2 == 1 {
				row = append(row, row[len(row)-1])
			}
			var up [][32]byte
			for i := 0; i < len(row); i += 2 {
				up = append(up, share.Hash(append(bytes.Clone(row[i][:]), row[i+1][:]...)))
			}
			row = up
		}
		if header, _ := j.Job.Header(&one); [32]byte(header[36:68]) != row[0] {
			t.Fatalf("%d transactions: root %x, want %x", len(ids), header[36:68], row[0])
		}
	})
}

// The coinbase of every height: the height as BIP 34 has it, the level where it is looked for, each part within
// what ESP-Miner reads.
func TestCoinbase(t *testing.T) {
	for height, push := range map[uint32]string{
		1: "51", 16: "60", 17: "0111", 127: "017f", 128: "028000", 255: "02ff00", 256: "020001", 32_767: "02ff7f",
		32_768: "03008000", 967_203: "0323c20e", 8_388_607: "03ffff7f", 8_388_608: "0400008000",
	} {
		j, err := JobOf(&Template{Height: height, Bits: 0x1d00ffff, Value: 5, Witness: make([]byte, 38)}, payout(), 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(heightPush(height)); got != push {
			t.Errorf("height %d is pushed as %s, not %s", height, got, push)
		}
		one := share.Share{Level: 33, En1: [4]byte{1, 2, 3, 4}, En2: [8]byte{5}}
		coinbase, err := j.Coinbase(&one)
		at, err2 := share.LevelOffset(j.Coinbase1)
		if err != nil || err2 != nil || coinbase[at] != 33 || j.AtLevel(33)[at] != 33 || j.Coinbase1[at] != 0 {
			t.Fatalf("height %d: %x, %v %v", height, coinbase, err, err2)
		}
		if script := int(coinbase[41]); coinbase[42+script] != 0xff || script > 100 {
			t.Errorf("height %d: a script of %d bytes", height, script)
		}
		if len(j.Coinbase1) > share.MaxCoinbase || len(j.Coinbase2) > share.MaxCoinbase {
			t.Errorf("parts of %d and %d bytes", len(j.Coinbase1), len(j.Coinbase2))
		}
		block, err := j.Block([80]byte{9}, &one)
		if err != nil || block[80] != 1 || block[85] != 0 || block[86] != 1 ||
			!bytes.HasSuffix(block, append(append([]byte{1, 32}, make([]byte, 32)...), 0, 0, 0, 0)) {
			t.Errorf("height %d: block %x, %v", height, block, err)
		}
	}
	for name, change := range map[string]func(*Template, *Payout){
		"no script":       func(_ *Template, p *Payout) { p.Script = nil },
		"a long script":   func(_ *Template, p *Payout) { p.Script = make([]byte, 101) },
		"too much money":  func(t *Template, _ *Payout) { t.Value = 22e14 },
		"no height":       func(t *Template, _ *Payout) { t.Height = 0 },
		"no target":       func(t *Template, _ *Payout) { t.Bits = 0 },
		"a long witness":  func(t *Template, _ *Payout) { t.Witness = make([]byte, 129) },
		"too many leaves": func(t *Template, _ *Payout) { t.IDs = make([][32]byte, 1<<17) },
	} {
		tmpl, p := Template{Height: 5, Bits: 0x1d00ffff}, payout()
		change(&tmpl, &p)
		if _, err := JobOf(&tmpl, p, 1, 0); err == nil {
			t.Errorf("%s makes a job", name)
		}
	}
}

func TestTargetOf(t *testing.T) {
	target, err := TargetOf(0x1b00d7c0)
	if printed := share.Printed(target); err != nil ||
		hex.EncodeToString(printed[:]) != "0000000000"+"00d7c0"+strings.Repeat("00", 24) {
		t.Errorf("%x, %v", printed, err)
	}
	for _, wrong := range []uint32{0, 0x1d800000, 0x1d000000, 0x02010000, 0x21010000} {
		if target, err := TargetOf(wrong); err == nil {
			t.Errorf("%08x is %x", wrong, target)
		}
	}
}

func TestNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		job := rapid.Uint32Range(0, MaxJob).Draw(t, "job")
		k := share.Level(rapid.IntRange(int(share.MinLevel), int(share.MaxLevel)).Draw(t, "k"))
		if j, l := ParseName(Name(job, k)); j != job || l != k {
			t.Fatalf("V2: %d at %d came back as %d at %d", job, k, j, l)
		}
		if j, l, ok := ParseText([]byte(Text(job, k))); !ok || j != job || l != k {
			t.Fatalf("V1: %d at %d came back as %d at %d", job, k, j, l)
		}
	})
	for _, wrong := range []string{"", "1a", "000000010", "00000001080", "0000000G08"} {
		if _, _, ok := ParseText([]byte(wrong)); ok {
			t.Errorf("%q is a name", wrong)
		}
	}
}

// Old jobs and old blocks are forgotten, numbers never come again, and what was recalled is a duplicate.
func TestBench(t *testing.T) {
	b := NewBench()
	put := func(id uint32, prev byte) error {
		j, err := JobOf(&Template{Height: 5, Bits: 0x17021ec5, Prev: [32]byte{prev}, Time: 100}, payout(), id, 0)
		if err != nil {
			t.Fatal(err)
		}
		return b.Put(j)
	}
	one := share.Share{Job: 1, Level: 8, Time: 100}
	if got := b.Judge(&one, &Root{}, true, 100); got.Code != "invalid-job-id" {
		t.Errorf("%+v", got.Code)
	}
	if err := put(1, 1); err != nil || put(1, 1) == nil {
		t.Error("a number twice", err)
	}
	for got := (Judged{}); ; one.Nonce++ {
		if got = b.Judge(&one, &Root{}, true, 100); got.Code == "" {
			break
		}
	}
	other := NewBench()
	other.Recall([32]byte{1}, one.Tail)
	b = other
	put(1, 1)
	if got := b.Judge(&one, &Root{}, true, 100); got.Code != "duplicate-share" {
		t.Errorf("recalled: %+v", got.Code)
	}
	for id := range uint32(keptJobs) {
		put(id+2, 1)
	}
	if b.Job(1) != nil || b.Job(2) == nil || b.Current().ID != keptJobs+1 {
		t.Error("jobs are kept or forgotten wrongly")
	}
	for prev := range byte(keptPrevs) {
		put(1000+uint32(prev), prev+2)
	}
	if n := len(b.table.Load().seen); n != keptPrevs {
		t.Errorf("%d blocks are remembered", n)
	}
}

func BenchmarkJudge(b *testing.B) {
	tmpl := &Template{Height: 967_203, Bits: 0x17021ec5, Prev: [32]byte{1}, Time: 100, IDs: make([][32]byte, 3000)}
	j, err := JobOf(tmpl, payout(), 1, 0)
	if err != nil {
		b.Fatal(err)
	}
	bench := NewBench()
	bench.Put(j)
	one := share.Share{Job: 1, Level: 8, Time: 100}
	b.Run("one root", func(b *testing.B) {
		var last Root
		for b.Loop() {
			one.Nonce++
			bench.Judge(&one, &last, true, 100)
		}
	})
	b.Run("a root each", func(b *testing.B) {
		var last Root
		for b.Loop() {
			one.Nonce++
			one.En2[0]++
			bench.Judge(&one, &last, true, 100)
		}
	})
}

// Whatever a sender's last share was, a header is over its own root: job, level and extranonces come and go.
func TestRootIsTheShares(t *testing.T) {
	b := NewBench()
	for id := range uint32(3) {
		tmpl := &Template{Height: 5 + id, Bits: 0x17021ec5, Prev: [32]byte{1}, Time: 100}
		tmpl.IDs = [][32]byte{{1}, {2}}
		j, err := JobOf(tmpl, payout(), id, 0)
		if err == nil {
			err = b.Put(j)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var last Root
		few := rapid.Uint32Range(0, 2)
		for range rapid.IntRange(1, 30).Draw(t, "shares") {
			one := share.Share{
				Job: few.Draw(t, "job"), Level: share.Level(8 + few.Draw(t, "level")), Time: 100,
				Nonce: rapid.Uint32().Draw(t, "nonce"),
			}
			one.En1[3], one.En2[7] = byte(few.Draw(t, "en1")), byte(few.Draw(t, "en2"))
			got := b.Judge(&one, &last, true, 100)
			want, err := b.Job(one.Job).Header(&one)
			if err != nil || got.Header != want || got.Hash != share.Hash(want[:]) {
				t.Fatalf("%+v: header %x, not %x, %v", one, got.Header, want, err)
			}
		}
	})
}

// The set of what was seen is one: what was added is known, what was not is new, through every growth.
func TestSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s seen
		plain := map[[8]byte]bool{}
		narrow := rapid.Bool().Draw(t, "narrow")
		for range rapid.IntRange(0, 2000).Draw(t, "n") {
			var tail [8]byte
			if narrow { // few numbers, which share their places, 0 among them
				tail[6] = byte(rapid.IntRange(0, 3).Draw(t, "a"))
				tail[7] = byte(rapid.IntRange(0, 255).Draw(t, "b"))
			} else {
				binary.BigEndian.PutUint64(tail[:], rapid.Uint64().Draw(t, "tail"))
			}
			if s.add(tail) == plain[tail] {
				t.Fatalf("%x", tail)
			}
			plain[tail] = true
		}
	})
}

func BenchmarkSeen(b *testing.B) {
	var s seen
	n := uint64(0)
	for b.Loop() {
		n += 0x9e3779b97f4a7c15
		var tail [8]byte
		binary.BigEndian.PutUint64(tail[:], n)
		s.add(tail)
	}
}
