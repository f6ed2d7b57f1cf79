package share

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

// teachingJob is a job of height 967,203 whose coinbase pays one script.
func teachingJob(id uint32) *Job {
	coinbase1 := unhex(
		"01000000" + "01" + "0000000000000000000000000000000000000000000000000000000000000000" + "ffffffff" +
			"18" + "0323c20e" + "06417373617900" + "0c",
	)
	return &Job{
		ID: id, Server: 3, Protocol: V2, Version: 0x20000000, Prev: [32]byte{31: 9}, Bits: 0x17021ec5,
		MinTime: 1_764_000_000, IssuedMS: 1_764_000_000_123, Coinbase1: coinbase1,
		Coinbase2: unhex(
			"ffffffff" + "01" + "00f2052a01000000" + "160014ebe1b7dcc293ccaa0ee743a86f89df8258c208fc" + "00000000",
		),
		Branches: [][32]byte{{1}, {2}, {3}},
	}
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// mine turns the nonce until the share has its level.
func mine(j *Job, worker uint32, k Level, en2 byte) Share {
	s := Share{
		Job: j.ID, Worker: worker, En1: [4]byte{j.Server, 0, 0, 1}, En2: [8]byte{7: en2}, Time: j.MinTime + 5,
		Version: j.Version | 0x2000, ReceivedMS: 5000, Level: k, Flags: FromV2,
	}
	for {
		header, err := j.Header(&s)
		if err != nil {
			panic(err)
		}
		if hash := Hash(header[:]); k.Met(hash) {
			s.Tail = TailOf(hash)
			return s
		}
		s.Nonce++
	}
}

func TestVerify(t *testing.T) {
	j := teachingJob(1)
	s := mine(j, 7, 10, 0)
	if _, err := j.Verify(&s); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Share){
		"a higher level":      func(s *Share) { s.Level++ },
		"a lower level":       func(s *Share) { s.Level-- },
		"another session":     func(s *Share) { s.En1[3]++ },
		"another time":        func(s *Share) { s.Time++ },
		"a time before":       func(s *Share) { s.Time = j.MinTime - 1 },
		"fixed version bits":  func(s *Share) { s.Version ^= 0x80000000 },
		"another tail":        func(s *Share) { s.Tail[0]++ },
		"a level of nonsense": func(s *Share) { s.Level = 200 },
	} {
		other := s
		change(&other)
		if _, err := j.Verify(&other); err == nil {
			t.Errorf("%s is believed", name)
		}
	}
	if h, err := j.Height(); err != nil || h != 967_203 {
		t.Errorf("height %d, %v", h, err)
	}
	if pays, err := j.Pays(); err != nil || pays != 50*units.SatPerBTC {
		t.Errorf("the coinbase pays %d, %v", pays, err)
	}
	if at, err := LevelOffset(j.Coinbase1); err != nil || at != 52 {
		t.Errorf("the level stands at %d (%v), want 52 at heights of three bytes", at, err)
	}
}

// The share that a public test of another implementation accepts (channels-sv2, extended.rs): its coinbase
// gives the merkle root of its header, and its hash has the 16 zero bits that are printed first.
func TestPublicShare(t *testing.T) {
	coinbase := unhex(
		"02000000010000000000000000000000000000000000000000000000000000000000000000ffffffff2a5200065376322f2f" +
			"2f200000000000000000000000000000000000000000000000010100000000000000ffffffff0200f2052a01000000160014ebe1b7dcc2" +
			"93ccaa0ee743a86f89df8258c208fc0000000000000000266a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48b" +
			"ebd836974e8cf900000000",
	)
	header := unhex(
		"0000002017cd48869956dc99e01cd892e478e39dd563a0a3803b8bbe9e3e000000000000cae378f9a9dc0d816aa282f36506f2" +
			"09ece36dd90eb50781a25798a509763a0561e90b68c0d7001b07410000",
	)
	root := Hash(coinbase)
	if !bytes.Equal(root[:], header[36:68]) {
		t.Errorf("merkle root %x", root)
	}
	hash := Hash(header)
	printed := Printed(hash)
	if hex.EncodeToString(
		printed[:],
	) != "000054cc966c174fc21b056b994c0aa265c40126222040984f571230b9adde1f" {
		t.Errorf("hash %x", printed)
	}
	if !Level(17).Met(hash) || Level(18).Met(hash) {
		t.Error("0x0000 54cc... has 17 zero bits")
	}
}

// A hash solves a job up to the target of its bits and not above it. 1d00ffff is 0xffff x 256^26: the genesis
// block, found at these bits, is under it, and under a target of 256 times the difficulty, and not under one
// of 65,536 times. At 1f00ffff, 0xffff x 256^28, the edge itself solves and one more does not. Zero, negative
// and more than 256 bits are no targets.
func TestSolves(t *testing.T) {
	edge := "0000ffff" + strings.Repeat("00", 28)
	for _, c := range []struct {
		bits uint32
		hash string // as printed
		want bool
	}{
		{0x1d00ffff, "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f", true},
		{0x1c00ffff, "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f", true},
		{0x1b00ffff, "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f", false},
		{0x1f00ffff, edge, true},
		{0x1f00ffff, "0000ffff" + strings.Repeat("00", 27) + "01", false},
		{0x1f00ffff, "0000fffe" + strings.Repeat("ff", 28), true},
		{0x1f00ffff, strings.Repeat("ff", 32), false},
		{0, strings.Repeat("00", 32), false},
		{0x1d80ffff, strings.Repeat("00", 32), false},
		{0x23010000, strings.Repeat("00", 32), false},
	} {
		j := Job{Bits: c.bits}
		if got := j.Solves(Printed([32]byte(unhex(c.hash)))); got != c.want {
			t.Errorf("bits %08x, hash %s: %v, want %v", c.bits, c.hash, got, c.want)
		}
	}
}

func TestRecords(t *testing.T) {
	j := teachingJob(70_000)
	back, rest, err := parseJob(append(j.appendTo(nil), 1, 2))
	if err != nil || len(rest) != 2 || back.sum() != j.sum() {
		t.Fatalf("%+v, %d bytes left, %v", back, len(rest), err)
	}
	s := mine(j, 9, 8, 1)
	record := s.appendTo(nil)
	if len(record) != RecordSize {
		t.Fatalf("%d bytes", len(record))
	}
	same, err := parseShare(record)
	if err != nil || same != s {
		t.Fatalf("%+v, %v", same, err)
	}
	whole := j.appendTo(nil)
	for i := range whole { // every bit of a job is under its hash, its length or a bound
		wrong := bytes.Clone(whole)
		wrong[i] ^= 1
		if got, rest, err := parseJob(wrong); err == nil && len(rest) == 0 {
			t.Fatalf("byte %d changed and read as %+v", i, got)
		}
	}
}

// segment writes jobs and shares frame by frame, and a footer where sealed.
func segment(sealed bool, frames ...any) []byte {
	b := (&Head{Server: 3, Grade: GradeA, Day: 20_416, Seq: 4, StartMS: 1_764_000_000_000}).Append(nil)
	var leaves []Leaf
	jobs := map[uint32]*Job{}
	for _, f := range frames {
		switch f := f.(type) {
		case *Job:
			jobs[f.ID] = f
			b = AppendJob(b, f)
		case []Share:
			b = AppendShares(b, f)
			for i := range f {
				hash, _ := jobs[f[i].Job].Verify(&f[i])
				leaves = append(leaves, Leaf{hash, f[i].Level, f[i].Worker, f[i].Job})
			}
		}
	}
	if !sealed {
		return b
	}
	tree, err := TreeOf(leaves)
	if err != nil {
		panic(err)
	}
	return (&Foot{tree.Shares, tree.Work, tree.Root}).Append(b)
}

func TestRecheck(t *testing.T) {
	one, two := teachingJob(1), teachingJob(2)
	two.Prev[0] = 8
	first, second := mine(one, 7, 9, 0), mine(one, 8, 8, 1)
	third := mine(two, 7, 10, 2)
	file := segment(true, one, []Share{first, second}, two, []Share{third})
	seen := &Seen{}
	got, err := Recheck(bytes.NewReader(file), seen)
	if err != nil || got.BadCount != 0 {
		t.Fatalf("%v, %+v", err, got.Bad)
	}
	if got.Tree != (Tree{3, Work{Lo: 512 + 256 + 1024}, got.Segment.Foot.Root}) || !got.Segment.Sealed {
		t.Errorf("%+v, footer %+v", got.Tree, got.Segment.Foot)
	}
	if r := got.Readings[7]; r != (Reading{2, Work{Lo: 1536}, Work{Lo: 512*512 + 1024*1024}, 10}) {
		t.Errorf("worker 7: %+v", r)
	}
	if got.Segment.Sum != sha256.Sum256(file) {
		t.Error("the sum is not the file's")
	}
	if again, err := Recheck(bytes.NewReader(file), seen); err != nil || again.BadCount != 3 ||
		!errors.Is(again.Bad[0].Err, errTwice) {
		t.Errorf("replayed in another segment: %d bad, %v", again.BadCount, err)
	}
	first.Level++
	lied, err := Recheck(bytes.NewReader(segment(false, one, []Share{first, second})), nil)
	if err != nil || lied.BadCount != 1 || lied.Bad[0].Number != 0 {
		t.Errorf("a level lied about: %+v, %v", lied.Bad, err)
	}
}

// Cut anywhere, a segment reads up to its last whole frame; with any byte changed it is refused, or nothing
// that counts has changed.
func TestTornAndChanged(t *testing.T) {
	j := teachingJob(1)
	file := segment(true, j, []Share{mine(j, 1, 8, 0)}, []Share{mine(j, 2, 8, 1), mine(j, 3, 8, 2)})
	whole, err := Read(bytes.NewReader(file), Visitor{})
	if err != nil || whole.Whole != int64(len(file)) {
		t.Fatal(whole, err)
	}
	for n := headSize; n < len(file); n++ {
		shares := 0
		seg, err := Read(
			bytes.NewReader(file[:n]),
			Visitor{Share: func(Share) error { shares++; return nil }},
		)
		if err != nil || seg.Sealed || seg.Whole > int64(n) {
			t.Fatalf("cut at %d: %+v, %v", n, seg, err)
		}
		back, err := Read(bytes.NewReader(file[:seg.Whole]), Visitor{})
		if err != nil || back.Whole != seg.Whole {
			t.Fatalf("cut at %d, then at %d: %+v, %v", n, seg.Whole, back, err)
		}
	}
	for i := range file {
		wrong := bytes.Clone(file)
		wrong[i] ^= 0x40
		got, err := Recheck(bytes.NewReader(wrong), nil)
		if err == nil && got.Segment.Sealed && got.Segment.Sum == whole.Sum {
			t.Fatalf("byte %d changed and the sum is the same", i)
		}
	}
}

// The tree against a second, slow implementation over big integers that walks levels from the definition.
func TestTreeIsTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		leaves := make([]Leaf, n)
		for i := range leaves {
			leaves[i] = Leaf{
				Hash:   sha256.Sum256([]byte{byte(i)}),
				Level:  Level(rapid.IntRange(int(MinLevel), int(MaxLevel)).Draw(t, "k")),
				Worker: rapid.Uint32().Draw(t, "worker"), Job: rapid.Uint32().Draw(t, "job"),
			}
		}
		want, sum := slowRoot(slices.Clone(leaves))
		got, err := TreeOf(leaves)
		if err != nil || got.Work.Big().Cmp(sum) != 0 || !bytes.Equal(got.Root[:], want) {
			t.Fatalf("%+v, %v; want %x with %v", got, err, want, sum)
		}
	})
	if _, err := TreeOf([]Leaf{{Level: 8}, {Level: 9}}); !errors.Is(err, errTwice) {
		t.Errorf("one header twice: %v", err)
	}
}

func slowRoot(leaves []Leaf) ([]byte, *big.Int) {
	slices.SortFunc(leaves, func(a, b Leaf) int {
		return new(big.Int).SetBytes(reversed(a.Hash[:])).Cmp(new(big.Int).SetBytes(reversed(b.Hash[:])))
	})
	type branch struct {
		hash []byte
		sum  *big.Int
	}
	var row []branch
	for _, l := range leaves {
		h := sha256.New()
		h.Write([]byte{0, byte(l.Level)})
		h.Write(l.Hash[:])
		binary.Write(h, binary.LittleEndian, []uint32{l.Worker, l.Job})
		row = append(row, branch{h.Sum(nil), new(big.Int).Lsh(big.NewInt(1), uint(l.Level))})
	}
	for len(row) > 1 {
		var up []branch
		for len(row) > 1 {
			h := sha256.New()
			h.Write([]byte{1})
			for _, c := range row[:2] {
				h.Write(reversed(c.sum.FillBytes(make([]byte, 16))))
				h.Write(c.hash)
			}
			up = append(up, branch{h.Sum(nil), new(big.Int).Add(row[0].sum, row[1].sum)})
			row = row[2:]
		}
		row = append(up, row...)
	}
	return row[0].hash, row[0].sum
}

func reversed(b []byte) []byte {
	b = bytes.Clone(b)
	slices.Reverse(b)
	return b
}

// The bound by floating point with more digits than it needs, never above it, and no more than two hashes
// and one rounded root below.
func TestBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r Reading
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			if err := r.Count(Level(rapid.IntRange(int(MinLevel), 40).Draw(t, "k"))); err != nil {
				t.Fatal(err)
			}
		}
		q := new(big.Float).SetPrec(200).SetInt(r.Squares.Big())
		root := new(big.Float).SetPrec(200).Sqrt(q.Mul(q, big.NewFloat(14)))
		exact := new(big.Float).SetPrec(200).SetInt(r.Work.Big())
		exact.Sub(exact, root)
		exact.Sub(exact, new(big.Float).SetInt(new(big.Int).Mul(big.NewInt(3), r.Highest.work().Big())))
		got := new(big.Float).SetPrec(200).SetInt(r.Bound().Big())
		if exact.Sign() <= 0 {
			if got.Sign() != 0 {
				t.Fatalf("%v, want 0", got)
			}
			return
		}
		if gap := exact.Sub(exact, got); gap.Sign() < 0 || gap.Cmp(big.NewFloat(2)) > 0 {
			t.Fatalf("bound of %+v is %v off", r, gap)
		}
	})
}

func TestWorkOverflow(t *testing.T) {
	most := Work{^uint64(0), ^uint64(0)}
	if _, err := most.Add(Work{Lo: 1}); !errors.Is(err, ErrOverflow) {
		t.Error(err)
	}
	if w, ok := WorkOf(most.Big()); !ok || w != most ||
		most.String() != "340282366920938463463374607431768211455" {
		t.Errorf("%v %v", w, ok)
	}
}

func FuzzRead(f *testing.F) {
	j := teachingJob(1)
	f.Add(segment(true, j, []Share{mine(j, 1, 8, 0)}))
	f.Add(segment(false, j))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Recheck(bytes.NewReader(b), nil)
		if err == nil && got.Segment.Whole > int64(len(b)) {
			t.Fatalf("%d bytes whole of %d", got.Segment.Whole, len(b))
		}
	})
}
