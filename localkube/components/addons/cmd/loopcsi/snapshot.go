// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func (c *controller) CreateSnapshot(
	_ context.Context, request *csi.CreateSnapshotRequest,
) (*csi.CreateSnapshotResponse, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	entry, err := c.volumes.load(request.GetName())
	if status.Code(err) == codes.NotFound {
		entry, err = c.snapshot(request.GetName(), request.GetSourceVolumeId())
	}
	if err != nil {
		return nil, err
	}
	return &csi.CreateSnapshotResponse{Snapshot: describe(entry)}, nil
}

func (c *controller) snapshot(id, volume string) (*record, error) {
	source, err := c.volumes.load(volume)
	if err != nil {
		return nil, err
	}
	entry := &record{ID: id, Source: source.ID, Size: source.Size, Created: time.Now()}
	if err := c.volumes.copyFrozen(source, id); err != nil {
		return nil, err
	}
	return entry, c.volumes.create(entry)
}

func (c *controller) DeleteSnapshot(
	_ context.Context, request *csi.DeleteSnapshotRequest,
) (*csi.DeleteSnapshotResponse, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return &csi.DeleteSnapshotResponse{}, c.volumes.remove(request.GetSnapshotId())
}

func (c *controller) ListSnapshots(
	_ context.Context, request *csi.ListSnapshotsRequest,
) (*csi.ListSnapshotsResponse, error) {
	entries, err := c.volumes.list("snapshot-*") // the CSI snapshotter names them so
	if err != nil {
		return nil, err
	}
	answer := &csi.ListSnapshotsResponse{}
	for _, entry := range entries {
		if matches(request.GetSnapshotId(), entry.ID) && matches(request.GetSourceVolumeId(), entry.Source) {
			answer.Entries = append(answer.Entries, &csi.ListSnapshotsResponse_Entry{Snapshot: describe(entry)})
		}
	}
	return answer, nil
}

func matches(wanted, value string) bool { return wanted == "" || wanted == value }

func describe(entry *record) *csi.Snapshot {
	return &csi.Snapshot{
		SnapshotId:     entry.ID,
		SourceVolumeId: entry.Source,
		SizeBytes:      entry.Size,
		CreationTime:   timestamppb.New(entry.Created),
		ReadyToUse:     true,
	}
}
