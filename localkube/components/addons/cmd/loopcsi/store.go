// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
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

// snapshots lists the records of all snapshots; the CSI snapshotter names them so.
func (s *store) snapshots() ([]*record, error) {
	notes, err := filepath.Glob(filepath.Join(s.directory, "snapshot-*.json"))
	if err != nil {
		return nil, err
	}
	var found []*record
	for _, note := range notes {
		entry, err := s.load(strings.TrimSuffix(filepath.Base(note), ".json"))
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

func roundUp(bytes int64) int64 {
	return (max(bytes, smallestVolume) + blockSize - 1) / blockSize * blockSize
}
