// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const mostMountsOfOneTarget = 16

// nodeService mounts volumes on one node: staging mounts the file system, publishing binds it into a pod.
type nodeService struct {
	csi.UnimplementedNodeServer
	volumes *store
	name    string
	mutex   sync.Mutex
}

func (n *nodeService) NodeGetInfo(
	context.Context, *csi.NodeGetInfoRequest,
) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: n.name}, nil
}

func (n *nodeService) NodeGetCapabilities(
	context.Context, *csi.NodeGetCapabilitiesRequest,
) (*csi.NodeGetCapabilitiesResponse, error) {
	answer := &csi.NodeGetCapabilitiesResponse{}
	for _, kind := range []csi.NodeServiceCapability_RPC_Type{
		csi.NodeServiceCapability_RPC_STAGE_UNSTAGE_VOLUME,
		csi.NodeServiceCapability_RPC_EXPAND_VOLUME,
		csi.NodeServiceCapability_RPC_GET_VOLUME_STATS,
		csi.NodeServiceCapability_RPC_SINGLE_NODE_MULTI_WRITER,
	} {
		answer.Capabilities = append(answer.Capabilities, &csi.NodeServiceCapability{
			Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{Type: kind}},
		})
	}
	return answer, nil
}

func (n *nodeService) NodeStageVolume(
	_ context.Context, request *csi.NodeStageVolumeRequest,
) (*csi.NodeStageVolumeResponse, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	entry, err := n.volumes.load(request.GetVolumeId())
	if err != nil {
		return nil, err
	}
	if target := request.GetStagingTargetPath(); !mounted(target) {
		if err := n.attach(entry, target); err != nil {
			return nil, err
		}
	}
	_, err = n.volumes.update(entry.ID, func(entry *record) error {
		entry.Node = n.name
		return nil
	})
	return &csi.NodeStageVolumeResponse{}, err
}

// attach mounts the image, if no other node has it. nouuid: a restored copy has the UUID of its origin.
func (n *nodeService) attach(entry *record, target string) error {
	devices, err := n.volumes.attached(entry.ID)
	if err != nil {
		return err
	}
	if devices != "" && entry.Node != n.name {
		return status.Errorf(codes.FailedPrecondition, "volume %s is attached on node %s", entry.ID, entry.Node)
	}
	if err := os.MkdirAll(target, 0o750); err != nil {
		return err
	}
	source, options := n.volumes.image(entry.ID), "loop,noatime,nouuid"
	if devices != "" {
		// A power cut while the volume was frozen: the kernel keeps it, frozen and mounted nowhere.
		source, options = firstLine(devices), "noatime,nouuid"
	}
	if _, err := run("mount", "-t", "xfs", "-o", options, source, target); err != nil {
		return err
	}
	_ = thaw(target) // it fails unless the volume is frozen
	// The image may have grown while it was not mounted, or be a larger copy of a snapshot.
	_, err = run("xfs_growfs", target)
	return err
}

func (n *nodeService) NodeUnstageVolume(
	_ context.Context, request *csi.NodeUnstageVolumeRequest,
) (*csi.NodeUnstageVolumeResponse, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if err := unmount(request.GetStagingTargetPath()); err != nil {
		return nil, err
	}
	_, err := n.volumes.update(request.GetVolumeId(), func(entry *record) error {
		if entry.Node == n.name {
			entry.Node = ""
		}
		return nil
	})
	if status.Code(err) == codes.NotFound {
		err = nil
	}
	return &csi.NodeUnstageVolumeResponse{}, err
}

func (n *nodeService) NodePublishVolume(
	_ context.Context, request *csi.NodePublishVolumeRequest,
) (*csi.NodePublishVolumeResponse, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	target := request.GetTargetPath()
	if mounted(target) {
		return &csi.NodePublishVolumeResponse{}, nil
	}
	if err := os.MkdirAll(target, 0o750); err != nil {
		return nil, err
	}
	if _, err := run("mount", "--bind", request.GetStagingTargetPath(), target); err != nil {
		return nil, err
	}
	if request.GetReadonly() {
		if _, err := run("mount", "-o", "remount,bind,ro", target); err != nil {
			return nil, err
		}
	}
	return &csi.NodePublishVolumeResponse{}, nil
}

func (n *nodeService) NodeUnpublishVolume(
	_ context.Context, request *csi.NodeUnpublishVolumeRequest,
) (*csi.NodeUnpublishVolumeResponse, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	target := request.GetTargetPath()
	if err := unmount(target); err != nil {
		return nil, err
	}
	if err := os.Remove(target); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}

func (n *nodeService) NodeExpandVolume(
	_ context.Context, request *csi.NodeExpandVolumeRequest,
) (*csi.NodeExpandVolumeResponse, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	path := request.GetVolumePath()
	source, err := run("findmnt", "--noheadings", "--output", "SOURCE", path)
	if err != nil {
		return nil, err
	}
	device, _, _ := strings.Cut(source, "[") // a bind mount shows as /dev/loop7[/directory]
	if _, err := run("losetup", "--set-capacity", device); err != nil {
		return nil, err
	}
	if _, err := run("xfs_growfs", path); err != nil {
		return nil, err
	}
	return &csi.NodeExpandVolumeResponse{CapacityBytes: request.GetCapacityRange().GetRequiredBytes()}, nil
}

func (n *nodeService) NodeGetVolumeStats(
	_ context.Context, request *csi.NodeGetVolumeStatsRequest,
) (*csi.NodeGetVolumeStatsResponse, error) {
	var found syscall.Statfs_t
	if err := syscall.Statfs(request.GetVolumePath(), &found); err != nil {
		return nil, status.Errorf(codes.NotFound, "%s: %v", request.GetVolumePath(), err)
	}
	block := int64(found.Bsize)
	return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{{
		Unit:      csi.VolumeUsage_BYTES,
		Total:     int64(found.Blocks) * block,
		Available: int64(found.Bavail) * block,
		Used:      int64(found.Blocks-found.Bfree) * block,
	}, {
		Unit:      csi.VolumeUsage_INODES,
		Total:     int64(found.Files),
		Available: int64(found.Ffree),
		Used:      int64(found.Files - found.Ffree),
	}}}, nil
}

func mounted(path string) bool {
	return exec.Command("mountpoint", "--quiet", path).Run() == nil
}

// unmount undoes every mount on the path: a kubelet that died in between may have asked twice.
func unmount(path string) error {
	for range mostMountsOfOneTarget {
		if !mounted(path) {
			return nil
		}
		if _, err := run("umount", path); err != nil {
			return err
		}
	}
	return status.Errorf(codes.Internal, "%s is still mounted", path)
}
