package chain

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// The first two headers of mainnet (Bitcoin developer reference; their hashes prove them).
const (
	header0 = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"
	header1 = "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299"
	hash1   = "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048"
)

func parse(t *testing.T, s string) Header {
	t.Helper()
	h, err := ParseHeader(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHeader(t *testing.T) {
	h := parse(t, header1)
	if h.Hash().String() != hash1 || h.prev().String() != Mainnet().Genesis || h.Time() != 1231469665 ||
		h.Bits() != 0x1d00ffff {
		t.Errorf("block 1 is read as %s after %s at %d", h.Hash(), h.prev(), h.Time())
	}
	if err := h.CheckWork(); err != nil {
		t.Error(err)
	}
	merkle, _ := ParseHash("0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098")
	if f := (Fields{1, h.prev(), merkle, 1231469665, 0x1d00ffff, 2573394689}); f.Header() != h {
		t.Error("block 1 is not the sum of its fields")
	}
	for _, bad := range []string{"", "00", header1[2:], header1 + "00", strings.Repeat("zz", 80)} {
		if _, err := ParseHeader(bad); err == nil {
			t.Errorf("%.10q... was read as a header", bad)
		}
	}
}

func TestNetworks(t *testing.T) {
	n, err := NetworkOf("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206")
	if err != nil || n.Name != "regtest" {
		t.Fatal(n, err)
	}
	for height, want := range map[int]units.Sat{0: 50e8, 149: 50e8, 150: 25e8, 299: 25e8, 300: 1250e6,
		150 * 33: 0, 52560: 0} {
		if got := n.Subsidy(height); got != want {
			t.Errorf("regtest subsidy at %d is %d, want %d", height, got, want)
		}
	}
	if got := Mainnet().Subsidy(840000); got != 312500000 {
		t.Errorf("mainnet subsidy at 840000 is %d", got)
	}
	if _, err := NetworkOf(hash1); err == nil {
		t.Error("block 1 was taken for a network's block 0")
	}
}

// forge makes a header that is lawful but for what the test wants: its work meets regtest's target.
func forge(prev Hash, time int64, bits uint32) Header {
	f := Fields{Version: 1, Prev: prev, Time: time, Bits: bits}
	for ; ; f.Nonce++ {
		if h := f.Header(); h.Hash()[31] < 0x7f || f.Nonce > 1000 {
			return h
		}
	}
}

func TestCheckerRefuses(t *testing.T) {
	genesis := parse(t, header0)
	for _, c := range []struct {
		name, want string
		block      Block
	}{
		{"a target that is easier than the rule's", "bits are 207fffff, the retarget rule demands 1d00ffff", Block{Height: 1, Header: forge(genesis.Hash(), 1231469665, 0x207fffff)}},
		{"a target that its hash does not meet", "does not meet the target", Block{Height: 1, Header: forge(genesis.Hash(), 1231469665, 0x1d00ffff)}},
		{"bits that are no target", "negative", Block{Height: 1, Header: forge(genesis.Hash(), 1231469665, 0x1d80ffff)}},
		{"another branch", "does not follow", Block{Height: 1, Header: genesis}},
		{"a height that is skipped", "block 2 came where block 1", Block{Height: 2, Header: parse(t, header1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := NewChecker(Mainnet())
			if err := check.Add(Block{Height: 0, Header: genesis}); err != nil {
				t.Fatal(err)
			}
			if err := check.Add(c.block); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
			if check.Height() != 0 { // and the true block is still taken
				t.Errorf("the checker moved to %d", check.Height())
			}
			if err := check.Add(Block{Height: 1, Header: parse(t, header1)}); err != nil {
				t.Error(err)
			}
		})
	}
	if err := NewChecker(Mainnet()).Add(Block{Height: 0, Header: forge(Hash{}, 1, 0x207fffff)}); err == nil {
		t.Error("another block 0 was taken for mainnet's")
	}
}

func TestCheckerMedianTime(t *testing.T) {
	n, _ := NetworkNamed("regtest")
	c := StartChecker(n, 100)
	prev := Hash{}
	for i := range 11 { // times 0, 600 .. 6000; their median is 3000
		h := forge(prev, int64(i)*600, 0x207fffff)
		if err := c.Add(Block{Height: 100 + i, Header: h}); err != nil {
			t.Fatal(err)
		}
		prev = h.Hash()
	}
	if c.MedianTime() != 3000 {
		t.Errorf("median is %d", c.MedianTime())
	}
	if err := c.Add(Block{Height: 111, Header: forge(prev, 3000, 0x207fffff)}); err == nil ||
		!strings.Contains(err.Error(), "not after the median") {
		t.Errorf("a block at the median: %v", err)
	}
	if err := c.Add(Block{Height: 111, Header: forge(prev, 3001, 0x207fffff)}); err != nil {
		t.Error(err)
	}
	if err := c.Add(Block{Height: 112, Header: forge(c.last.Hash(), 9000, 0x207ffffe)}); err == nil ||
		!strings.Contains(err.Error(), "retarget rule demands 207fffff") {
		t.Errorf("regtest never changes its target: %v", err)
	}
}

// TestWantBits holds the rule to Bitcoin Core's own examples (src/test/pow_tests.cpp).
func TestWantBits(t *testing.T) {
	for _, c := range []struct {
		height      int // of the epoch's last block
		first, last int64
		bits, want  uint32
	}{
		{32255, 1261130161, 1262152739, 0x1d00ffff, 0x1d00d86a},
		{2015, 1231006505, 1233061996, 0x1d00ffff, 0x1d00ffff},
		{68543, 1279008237, 1279297671, 0x1c05a3f4, 0x1c0168fd},
		{46367, 1263163443, 1269211443, 0x1c387f6f, 0x1d00e1fd},
	} {
		first := Fields{Time: c.first, Bits: c.bits}.Header()
		last := Fields{Time: c.last, Bits: c.bits}.Header()
		check := Checker{net: Mainnet(), height: c.height, last: last, epoch: first, known: true}
		if got, ok := check.wantBits(c.height + 1); got != c.want || !ok {
			t.Errorf("after %d the rule gives %08x, want %08x", c.height, got, c.want)
		}
		if got, ok := check.wantBits(c.height + 2); got != c.bits || !ok {
			t.Errorf("within an epoch the target changed to %08x", got)
		}
		next := Fields{Prev: last.Hash(), Bits: c.want}.Header() // lawful but for its work
		if err := (Retarget{c.height + 1, last, next}).Check(first); err == nil ||
			!strings.Contains(err.Error(), "does not meet") {
			t.Errorf("a turn without work: %v", err)
		}
	}
	cheap := forge(Hash{}, 0, 0x207fffff)
	turn := Retarget{2016, cheap, forge(cheap.Hash(), 1209600, 0x207fffff)}
	if err := turn.Check(cheap); err == nil ||
		!strings.Contains(err.Error(), "retarget rule demands 1d00ffff") {
		t.Errorf("a turn that mainnet forbids: %v", err)
	}
	turn.First = forge(Hash{9}, 1209600, 0x207fffff)
	if err := turn.Check(cheap); !errors.Is(err, ErrBranch) {
		t.Errorf("a turn of two branches: %v", err)
	}
}

// The first two changes of mainnet's difficulty: blocks 30240, 32255 and 32256, 34271 and 34272.
var turned = [][3]string{
	{"01000000e6bf7fd7f7790a63786faa878d0dc7fd8f2ff365732e45862c66075100000000700d342f65c7b6834dffb615358a1897016f0448913372190cbe3d27a4b53355b1512b4bffff001dbfb02519",
		"0100000049c1daab3b6536ff1b2633c3a316a6e06ec287676cdeec4ca7baae6b00000000ac10b36b8f354b3353207de15940a5edbc05bb8364af75b4b5409e7823f2b48923ec3a4bffff001dbd5fa412",
		"010000004b0360d834a330ec7833e30e1f523ee05a0793361e29a73421964f980000000027b64a020af294e903feed93768705336a20090612a043f47af462a2f5e5b564f8ee3a4b6ad8001dd3a43707"},
	{"010000004b0360d834a330ec7833e30e1f523ee05a0793361e29a73421964f980000000027b64a020af294e903feed93768705336a20090612a043f47af462a2f5e5b564f8ee3a4b6ad8001dd3a43707",
		"01000000405b203f92ee8012fffad48424cd52827504c06ca717cb7cd7aa69bc00000000a02521744962eccce06cb7187d2451f0dee624a291da2bf9c12ce786d92fa673b2a94b4b6ad8001dc0a41815",
		"01000000ce53367108008b0ab65be7a308c48a042167aaea7b2a45397e04365e0000000040fbd504d61cb1a110826bca68c81d41736908dcbdb3f65154bfaf9c92cf50d9c5aa4b4b28c4001dfe665c05"},
}

func TestTurns(t *testing.T) {
	for i, c := range turned {
		start, turn := parse(t, c[0]), Retarget{32256 + 2016*i, parse(t, c[1]), parse(t, c[2])}
		if err := turn.Check(start); err != nil {
			t.Errorf("turn %d of mainnet: %v", turn.Height, err)
		}
		if err := turn.Check(parse(t, header0)); err == nil {
			t.Errorf("turn %d is lawful after an epoch that began in 2009-01", turn.Height)
		}
	}
}

// TestTally: three days at difficulties 1 and 2, the change at six in the morning of the second.
func TestTally(t *testing.T) {
	const easy, hard = 0x1d00ffff, 0x1c7fff80
	n, _ := NetworkNamed("testnet4")
	tally := NewTally(n)
	day := units.Date(20000)
	add := func(height int, unix int64, bits uint32, fees units.Sat, known bool) {
		tally.Add(Block{height, Fields{Time: unix, Bits: bits}.Header(), fees, known})
	}
	add(999, (day-1).Unix()+80000, easy, 5, true)
	add(1000, day.Unix()+100, easy, 10, true)
	add(1001, day.Unix()+90000, easy, 20, true) // the day after, before the next of this day
	add(1002, day.Unix()+80000, easy, 30, true)
	add(1003, (day+1).Unix()+21600, hard, 40, true)
	add(1004, (day+2).Unix()+10, hard, 0, false)
	if got := tally.Done((day + 1).Unix() - 1); got != nil {
		t.Errorf("a day is handed out before its end: %+v", got)
	}
	got := tally.Done((day + 3).Unix())
	sub := n.Subsidy(1000)
	want := []Day{
		{day, 1, 40, true, 2 * sub, 2, 1000},
		{day + 1, 0.25*1 + 0.75*consensus.Difficulty(hard), 60, true, 2 * sub, 2, 1001},
		{day + 2, consensus.Difficulty(hard), 0, false, sub, 1, 1004},
	}
	if !slices.Equal(got, want) {
		t.Errorf("days are\n%+v, want\n%+v", got, want)
	}
	if again := tally.Done((day + 3).Unix()); again != nil {
		t.Errorf("days are handed out twice: %+v", again)
	}
	if empty := tally.Done((day + 4).Unix()); len(empty) != 1 || empty[0].Blocks != 0 ||
		empty[0].Difficulty != consensus.Difficulty(hard) {
		t.Errorf("a day without blocks is %+v", empty)
	}
}

// TestTallyGenesis: mainnet slept from block 0 (3 January 2009) to block 1 (9 January).
func TestTallyGenesis(t *testing.T) {
	tally := NewTally(Mainnet())
	tally.Add(Block{Height: 0, Header: parse(t, header0), FeesKnown: true})
	tally.Add(Block{Height: 1, Header: parse(t, header1), FeesKnown: true})
	var dates []string
	for _, d := range tally.Done(1231469665 + 86400) {
		dates = append(dates, d.Date.String())
	}
	if got := strings.Join(dates, " "); got != "2009-01-03 2009-01-09" {
		t.Errorf("days are %s", got)
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add(header0)
	f.Add(header1)
	f.Fuzz(func(t *testing.T, s string) {
		if h, err := ParseHeader(s); err == nil {
			h.CheckWork()
			_ = h.Hash().String()
		}
	})
}
