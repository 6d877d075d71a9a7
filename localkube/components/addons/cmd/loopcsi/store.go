// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	smallestVolume = 300 << 20 // mkfs.xfs refuses anything smaller
	blockSize      = 4096
)

// store is the directory that holds, for each volume and each snapshot, ID.img and ID.json.
type store struct {
	directory string
}

// record is what ID.json says.
type record struct {
	ID      string
	Source  string // the volume that a snapshot was taken from
	Size    int64
	Created time.Time
	Node    string // where the volume is staged; empty if nowhere
}

func (s *store) image(id string) string { return filepath.Join(s.directory, id+".img") }
func (s *store) note(id string) string  { return filepath.Join(s.directory, id+".json") }

// checkID refuses names that would leave the directory.
func checkID(id string) error {
	if id == "" || strings.ContainsAny(id, "/\x00") || strings.HasPrefix(id, ".") {
		return status.Errorf(codes.InvalidArgument, "%q is no name of a volume", id)
	}
	return nil
}

func (s *store) load(id string) (*record, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(s.note(id))
	if os.IsNotExist(err) {
		return nil, status.Errorf(codes.NotFound, "there is no volume or snapshot %q", id)
	}
	if err != nil {
		return nil, err
	}
	found := &record{}
	return found, json.Unmarshal(content, found)
}

// create writes the record of a finished volume or snapshot.
func (s *store) create(entry *record) error {
	return s.locked(func() error { return s.save(entry) })
}

// update changes a record: the controller and the nodes, each a process of its own, change different parts of it.
func (s *store) update(id string, change func(*record) error) (entry *record, err error) {
	err = s.locked(func() error {
		if entry, err = s.load(id); err != nil {
			return err
		}
		if err := change(entry); err != nil {
			return err
		}
		return s.save(entry)
	})
	return entry, err
}

// locked keeps other processes away; the kernel ends the lock with its holder.
func (s *store) locked(work func() error) error {
	file, err := os.OpenFile(filepath.Join(s.directory, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return work()
}

// save replaces the record in one step: a crash leaves the old one or the new one.
func (s *store) save(entry *record) error {
	content, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	draft := s.note(entry.ID) + ".draft"
	if err := os.WriteFile(draft, content, 0o600); err != nil {
		return err
	}
	return os.Rename(draft, s.note(entry.ID))
}

// remove deletes the image first: a record without an image can be removed again, the other way round leaks space.
func (s *store) remove(id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	for _, path := range []string{s.image(id), s.note(id)} {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// list returns the records whose names match a pattern.
func (s *store) list(pattern string) ([]*record, error) {
	notes, err := filepath.Glob(filepath.Join(s.directory, pattern+".json"))
	if err != nil {
		return nil, err
	}
	var found []*record
	for _, note := range notes {
		entry, err := s.load(strings.TrimSuffix(filepath.Base(note), ".json"))
		if status.Code(err) == codes.NotFound {
			continue // deleted meanwhile
		}
		if err != nil {
			return nil, err
		}
		found = append(found, entry)
	}
	return found, nil
}

// format makes an empty sparse file of the given size with XFS in it.
func (s *store) format(id string, size int64) error {
	file, err := os.Create(s.image(id))
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Truncate(s.image(id), size); err != nil {
		return err
	}
	_, err = run("mkfs.xfs", "-q", "-f", "-K", s.image(id))
	return err
}

// attached tells which loop devices hold the volume, on whatever node: all nodes share one kernel.
func (s *store) attached(id string) (string, error) {
	return run("losetup", "--associated", s.image(id), "--noheadings", "--output", "NAME")
}

// copy fills a new image in one step; a copy that was interrupted is nobody's image.
func (s *store) copy(id, target string) error {
	draft, err := os.CreateTemp(s.directory, "copy-*.draft")
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	if err := draft.Close(); err != nil {
		return err
	}
	if _, err := run("cp", "--sparse=always", "--reflink=auto", s.image(id), draft.Name()); err != nil {
		return err
	}
	return os.Rename(draft.Name(), s.image(target))
}

func roundUp(bytes int64) int64 {
	return (max(bytes, smallestVolume) + blockSize - 1) / blockSize * blockSize
}
