package segments

import "os"

// sheet is the file of a segment. Room is made ahead, of zeros, so that a group changes neither the file's
// size nor where its blocks are: bytes alone have to be on disk, and no group waits for what the file system
// keeps of files, its journal above all, which everybody else keeps busy.
type sheet struct {
	file  *os.File
	size  int64 // of what was written
	room  int64 // of the file
	ahead int64
}

// roomAhead is how much room is made at a time: of 48 bytes a share, some thousands.
const roomAhead = 256 << 10

func (s *sheet) Write(b []byte) (int, error) {
	if end := s.size + int64(len(b)); end > s.room {
		if err := s.extend(end + s.ahead); err != nil {
			return 0, err
		}
	}
	n, err := s.file.WriteAt(b, s.size)
	s.size += int64(n)
	return n, err
}

// extend makes the file as long as that.
func (s *sheet) extend(to int64) error {
	if s.ahead == 0 {
		s.room = to // the bytes themselves make it longer
		return nil
	}
	n, err := s.file.WriteAt(make([]byte, to-s.room), s.room)
	s.room += int64(n)
	return err
}

func (s *sheet) Sync() error { return syncData(s.file) }

// Trim gives back what room is left, and makes none any more.
func (s *sheet) Trim() error {
	s.ahead = 0
	if s.room == s.size {
		return nil
	}
	if err := s.file.Truncate(s.size); err != nil {
		return err
	}
	s.room = s.size
	return s.file.Sync()
}

func (s *sheet) Close() error { return s.file.Close() }
