package share

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
)

// Head is what a segment says of itself first.
type Head struct {
	Server  uint8
	Grade   Grade
	Day     uint32 // days since 1970, UTC
	Seq     uint64 // of this server, growing by one
	StartMS uint64 // milliseconds since 1970
	Prev    [32]byte
}

// Grade says how far work can be checked from outside.
type Grade uint8

// The grades: only A and B count as proven.
const (
	GradeA Grade = 'A' // a coinbase of the provider's own commits to it
	GradeB Grade = 'B' // shares of another pool's jobs, seen on their way
	GradeC Grade = 'C' // a pool's statement
	GradeD Grade = 'D' // the operator's word
)

// Proven reports whether work of this grade counts against what is sold.
func (g Grade) Proven() bool { return g == GradeA || g == GradeB }

// Foot is what a sealed segment ends with.
type Foot struct {
	Shares uint64
	Work   Work
	Root   [32]byte // of the tree of its shares
}

const (
	headSize  = 128
	footSize  = 4 + 8 + 16 + 32
	frameHead = 12
	// maxFrame bounds the shares, and the jobs, of one frame: what one fsync covers.
	maxFrame    = 65_536
	typeShares  = 1
	typeJobs    = 2
	maxJobBytes = 2 + jobFixed + 2*(2+MaxCoinbase) + 1 + 32*maxBranches + 32
)

var (
	headMagic  = []byte("ASYSEG1\n")
	footMagic  = []byte("END1")
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
)

// Append adds the segment's first 128 bytes to b.
func (h *Head) Append(b []byte) []byte {
	at := len(b)
	le := binary.LittleEndian
	b = append(b, headMagic...)
	b = append(b, h.Server, byte(h.Grade), 0, 0)
	b = le.AppendUint32(b, h.Day)
	b = le.AppendUint64(b, h.Seq)
	b = le.AppendUint64(b, h.StartMS)
	b = append(b, h.Prev[:]...)
	return append(b, make([]byte, headSize-(len(b)-at))...)
}

func parseHead(b []byte) (Head, error) {
	if !bytes.Equal(b[:8], headMagic) {
		return Head{}, errors.New("not a segment: it does not begin with ASYSEG1")
	}
	le := binary.LittleEndian
	h := Head{
		Server: b[8], Grade: Grade(b[9]), Day: le.Uint32(b[12:]), Seq: le.Uint64(b[16:]),
		StartMS: le.Uint64(b[24:]), Prev: [32]byte(b[32:64]),
	}
	if h.Grade < GradeA || h.Grade > GradeD {
		return Head{}, fmt.Errorf("a segment of grade %q, not A to D", byte(h.Grade))
	}
	if !bytes.Equal(b[64:], make([]byte, headSize-64)) || b[10] != 0 || b[11] != 0 {
		return Head{}, errors.New("a segment's first bytes hold something that means nothing")
	}
	return h, nil
}

// AppendShares adds one frame of shares to b, at most 65,536.
func AppendShares(b []byte, shares []Share) []byte {
	return appendFrame(b, typeShares, len(shares), func(b []byte) []byte {
		for i := range shares {
			b = shares[i].appendTo(b)
		}
		return b
	})
}

// AppendJob adds a frame with one job to b.
func AppendJob(b []byte, j *Job) []byte { return appendFrame(b, typeJobs, 1, j.appendTo) }

func appendFrame(b []byte, kind byte, n int, records func([]byte) []byte) []byte {
	if n < 1 || n > maxFrame {
		panic(fmt.Sprintf("share: a frame of %d records", n))
	}
	at := len(b)
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	b = append(b, 0, 0, 0, 0, kind, 0, 0, 0)
	b = records(b)
	binary.LittleEndian.PutUint32(b[at+4:], crc32.Checksum(b[at+8:], castagnoli))
	return b
}

// Append adds the footer to b.
func (f *Foot) Append(b []byte) []byte {
	b = append(b, footMagic...)
	b = binary.LittleEndian.AppendUint64(b, f.Shares)
	work := f.Work.bytes()
	b = append(b, work[:]...)
	return append(b, f.Root[:]...)
}

// Visitor is told what a segment holds, in its order; an error stops the reading. A share's record belongs
// to the job that was last told under its number.
type Visitor struct {
	Head  func(Head) error
	Job   func(Job) error
	Share func(Share) error
}

// Segment is what Read says of a whole segment.
type Segment struct {
	Head   Head
	Foot   Foot
	Sealed bool // it has its footer
	// Whole is the length up to the last whole frame: where an unsealed segment is cut to go on.
	Whole int64
	// Sum is the SHA-256 of all its bytes, where it is sealed: what the next segment names.
	Sum [32]byte
}

// PlaceError says at which byte of a segment something is wrong.
type PlaceError struct {
	Offset int64
	Err    error
}

// Error gives the place and what is wrong there.
func (e *PlaceError) Error() string { return fmt.Sprintf("byte %d: %v", e.Offset, e.Err) }

// Unwrap is the error at the place.
func (e *PlaceError) Unwrap() error { return e.Err }

// Read reads a segment and tells v. A last frame that is torn is left out, since it was never acknowledged:
// Whole says where it begins. A frame with a wrong checksum that more follows, and anything behind the
// footer, is an error with its place (*PlaceError). Memory is bounded by one frame.
func Read(r io.Reader, v Visitor) (Segment, error) {
	sum := sha256.New()
	s := &scan{in: bufio.NewReaderSize(r, 1<<16), sum: sum, visit: v}
	seg, err := s.segment()
	if err != nil {
		return seg, &PlaceError{Offset: s.at, Err: err}
	}
	return seg, nil
}

type scan struct {
	in    *bufio.Reader
	sum   hash.Hash
	visit Visitor
	at    int64 // begin of the frame in hand
	buf   []byte
}

func (s *scan) segment() (Segment, error) {
	head, err := s.take(headSize)
	if err != nil {
		return Segment{}, fmt.Errorf("a segment of fewer than %d bytes", headSize)
	}
	var seg Segment
	if seg.Head, err = parseHead(head); err != nil {
		return seg, err
	}
	if s.visit.Head != nil {
		if err := s.visit.Head(seg.Head); err != nil {
			return seg, err
		}
	}
	s.at, seg.Whole = headSize, headSize
	for {
		more, err := s.frame(&seg)
		if err != nil || !more {
			return seg, err
		}
	}
}

// take reads n bytes and adds them to the sum; what it returns lasts until the next call.
func (s *scan) take(n int) ([]byte, error) {
	if cap(s.buf) < n {
		s.buf = make([]byte, n)
	}
	b := s.buf[:n]
	if _, err := io.ReadFull(s.in, b); err != nil {
		return nil, err
	}
	s.sum.Write(b)
	return b, nil
}

// frame reads one frame; false is the end of the segment, torn or not.
func (s *scan) frame(seg *Segment) (bool, error) {
	first, err := s.in.Peek(4)
	if err != nil {
		return false, s.torn(err)
	}
	if bytes.Equal(first, footMagic) {
		return false, s.foot(seg)
	}
	head, err := s.take(frameHead)
	if err != nil {
		return false, s.torn(err)
	}
	n, crc, kind := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:]), head[8]
	check := crc32.Update(0, castagnoli, head[8:12])
	if n == 0 || n > maxFrame || kind != typeShares && kind != typeJobs {
		return false, fmt.Errorf("a frame of %d records of type %d", n, kind)
	}
	records, err := s.records(int(n), kind)
	if err != nil {
		return false, s.torn(err)
	}
	if crc32.Update(check, castagnoli, records) != crc {
		if _, err := s.in.Peek(1); err == io.EOF { // the machine stopped while it was written
			return false, nil
		}
		return false, errors.New("a frame whose checksum is wrong")
	}
	if err := s.tell(int(n), kind, records); err != nil {
		return false, err
	}
	s.at += int64(frameHead + len(records))
	seg.Whole = s.at
	return true, nil
}

// WholeFrame is the length of the frame, or the footer, that b begins with; 0 where none does, or it is
// broken.
func WholeFrame(b []byte) int {
	if len(b) >= footSize && bytes.HasPrefix(b, footMagic) {
		return footSize
	}
	if len(b) < frameHead || b[9]|b[10]|b[11] != 0 {
		return 0
	}
	le := binary.LittleEndian
	n, size := int(le.Uint32(b)), frameHead
	switch kind := b[8]; {
	case n < 1 || n > maxFrame:
		return 0
	case kind == typeShares:
		size += n * RecordSize
	case kind == typeJobs:
		for range n {
			if size+2 > len(b) {
				return 0
			}
			size += 2 + int(le.Uint16(b[size:]))
		}
	default:
		return 0
	}
	if size > len(b) || crc32.Checksum(b[8:size], castagnoli) != le.Uint32(b[4:]) {
		return 0
	}
	return size
}

// torn makes the end of the file in the middle of a frame the end of the segment.
func (s *scan) torn(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// records reads the bytes of n records.
func (s *scan) records(n int, kind byte) ([]byte, error) {
	if kind == typeShares {
		return s.take(n * RecordSize)
	}
	var all []byte
	for range n {
		size, err := s.take(2)
		if err != nil {
			return nil, err
		}
		length := int(binary.LittleEndian.Uint16(size))
		if length > maxJobBytes {
			return nil, fmt.Errorf("a job's record of %d bytes, at most %d", length, maxJobBytes)
		}
		all = append(all, size...)
		body, err := s.take(length)
		if err != nil {
			return nil, err
		}
		all = append(all, body...)
	}
	return all, nil
}

func (s *scan) tell(n int, kind byte, records []byte) error {
	for i := range n {
		if kind == typeShares {
			one, err := parseShare(records[i*RecordSize : (i+1)*RecordSize])
			if err != nil {
				return err
			}
			if s.visit.Share != nil {
				if err := s.visit.Share(one); err != nil {
					return err
				}
			}
			continue
		}
		job, rest, err := parseJob(records)
		if err != nil {
			return err
		}
		records = rest
		if s.visit.Job != nil {
			if err := s.visit.Job(job); err != nil {
				return err
			}
		}
	}
	if kind == typeJobs && len(records) != 0 {
		return errors.New("a frame of jobs with bytes left over")
	}
	return nil
}

func (s *scan) foot(seg *Segment) error {
	b, err := s.take(footSize)
	if err != nil {
		return s.torn(err)
	}
	seg.Foot = Foot{
		Shares: binary.LittleEndian.Uint64(b[4:]), Work: workOf(b[12:]), Root: [32]byte(b[28:60]),
	}
	seg.Sealed, seg.Sum = true, [32]byte(s.sum.Sum(nil))
	s.at += footSize
	seg.Whole = s.at
	if _, err := s.in.Peek(1); err != io.EOF {
		if err != nil {
			return err
		}
		return errors.New("something follows the footer")
	}
	return nil
}
