package share

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"testing"

	"github.com/assaymining/assay/internal/script"
)

// mined are two jobs and shares of both, honest and right.
func mined() (jobs [2]*Job, all [2][]Share) {
	for i := range jobs {
		jobs[i] = teachingJob(uint32(i + 1))
		for en2 := range byte(6) {
			all[i] = append(all[i], mine(jobs[i], uint32(en2%3), 8, byte(10*i)+en2))
		}
	}
	return jobs, all
}

// written is a segment as a script says: which jobs and shares, how many in a frame, sealed or not. places
// are where its frames begin, and its end.
func written(s *script.Script, jobs [2]*Job, all [2][]Share) (b []byte, places []int, shares int) {
	b = (&Head{Server: 3, Grade: GradeA, Day: 20_416, Seq: 4, StartMS: 1_764_000_000_000}).Append(nil)
	var leaves []Leaf
	known := [2]bool{}
	for range 1 + s.Byte()%6 {
		places = append(places, len(b))
		order := s.Byte()
		i := int(order & 1)
		if order&2 != 0 || !known[i] {
			b = AppendJob(b, jobs[i])
			known[i] = true
			continue
		}
		n := min(1+int(order>>2&3), len(all[i]))
		if n == 0 {
			continue
		}
		b = AppendShares(b, all[i][:n])
		for _, one := range all[i][:n] {
			hash, _ := jobs[i].Verify(&one)
			leaves = append(leaves, Leaf{hash, one.Level, one.Worker, one.Job})
		}
		all[i] = all[i][n:]
	}
	if s.Byte()&1 == 0 {
		tree, _ := TreeOf(leaves)
		places = append(places, len(b))
		foot := Foot(tree)
		b = foot.Append(b)
	}
	return b, append(places, len(b)), len(leaves)
}

// mended makes the checksums of a changed segment right again, and the hashes of its jobs, so that readers
// go on to what they hold.
func mended(b []byte, places []int) []byte {
	for i := range places[:len(places)-1] {
		at, end := places[i], places[i+1]
		if end > len(b) || end-at < frameHead {
			break
		}
		frame := b[at:end]
		if body := frame[frameHead:]; frame[8] == typeJobs && len(body) > 2+32 {
			copy(body[len(body)-32:], sum256(body[2:len(body)-32]))
		}
		if !bytes.HasPrefix(frame, footMagic) {
			binary.LittleEndian.PutUint32(frame[4:], crc32.Checksum(frame[8:], castagnoli))
		}
	}
	return b
}

func sum256(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

// FuzzSegment reads segments of real jobs and shares, changed at one place, with checksums that fit or not.
// What is as it was is right to the last share; whatever is believed is recomputed; what an unsealed one is
// cut to reads the same again.
func FuzzSegment(f *testing.F) {
	jobs, all := mined()
	for i := range byte(16) {
		f.Add([]byte{5, 2, 0, 4, 3, 1, 8, i & 1, 1 + i>>1&1, 0, 17 * i, 0, 1 + i})
	}
	f.Add([]byte{3, 2, 12, 3, 13, 0, 0})
	f.Add([]byte{3, 2, 12, 3, 13, 1, 1, 6, 200, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		s := script.Of(b, 300)
		file, places, shares := written(s, jobs, [2][]Share{slices.Clone(all[0]), slices.Clone(all[1])})
		honest := file
		how := s.Byte()
		if how != 0 {
			file = s.Change(file)
		}
		if how == 2 {
			file = mended(file, places)
		}
		believed := 0
		seen := map[[32]byte]bool{}
		got, err := RecheckWith(bytes.NewReader(file), nil, func(j *Job, one *Share, hash [32]byte) {
			again, err := j.Verify(one)
			if err != nil || again != hash || seen[hash] {
				t.Fatalf("believed: %+v, %v", one, err)
			}
			seen[hash] = true
			believed++
		})
		var at *PlaceError
		if err != nil && (!errors.As(err, &at) || at.Offset > int64(len(file))) {
			t.Fatalf("%v has no place in %d bytes", err, len(file))
		}
		if err == nil && (uint64(believed) != got.Tree.Shares || got.Segment.Whole > int64(len(file))) {
			t.Fatalf("%d believed, %+v", believed, got)
		}
		if bytes.Equal(file, honest) {
			foot := got.Segment.Foot
			if err != nil || got.BadCount != 0 || believed != shares ||
				got.Segment.Sealed && foot != Foot(got.Tree) {
				t.Fatalf("%+v, %v, %d of %d", got, err, believed, shares)
			}
		}
		if err == nil && !got.Segment.Sealed {
			again, err := Recheck(bytes.NewReader(file[:got.Segment.Whole]), nil)
			if err != nil || again.Tree != got.Tree || again.Segment.Whole != got.Segment.Whole {
				t.Fatalf("cut to its whole frames: %+v, %v, before %+v", again, err, got)
			}
		}
	})
}

// FuzzRecords reads records of jobs and shares, changed at one place with a hash that fits. A record has
// one spelling, and whatever is read can be worked with.
func FuzzRecords(f *testing.F) {
	j := teachingJob(70_000)
	small := *j
	small.Coinbase1 = slices.Replace(slices.Clone(j.Coinbase1), 42, 46, 0x51)
	one := mine(j, 9, 8, 1)
	f.Add([]byte{0, 0, 0, 0, 1})
	for i := range byte(60) {
		f.Add([]byte{i & 3, i, 3 * i, 0, 1 + i, i})
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := script.Of(b, 500)
		which := s.Byte()
		if which&1 != 0 {
			record := s.Change(one.appendTo(nil))
			if got, err := parseShare(record); err == nil && !bytes.Equal(got.appendTo(nil), record) {
				t.Fatalf("%x is written %x", record, got.appendTo(nil))
			}
			return
		}
		record := j.appendTo(nil)
		if which&2 != 0 {
			record = small.appendTo(nil)
		}
		body := s.Change(record[2 : len(record)-32])
		record = binary.LittleEndian.AppendUint16(nil, uint16(len(body)+32))
		record = append(append(record, body...), sum256(body)...)
		got, rest, err := parseJob(record)
		if err != nil {
			return
		}
		if len(rest) > 0 || !bytes.Equal(got.appendTo(nil), record) {
			t.Fatalf("%x is written %x", record, got.appendTo(nil))
		}
		got.Height()
		got.Pays()
		got.Solves([32]byte{})
		got.Verify(&one)
		got.verifyTwo(&one, &one)
	})
}
