/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fails: an SQLite VFS between the library and the real one, the default while it is
 * in force. It counts writes (truncations too) and syncs of every file, and can refuse one, or
 * all from one on, end the process at one, or tell what a power cut would leave. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void test_vfs_install (void);
void test_vfs_remove (void);

/* The n-th write from now on (1: the next) finds no space; with `stays`, so do all after it. 0:
 * none. */
void test_vfs_refuse (guint write, gboolean stays);
/* The n-th write from now on is the process's last act but for the signal. */
void test_vfs_kill_at (guint write);
/* The n-th sync from now on fails. */
void test_vfs_fail_sync (guint sync);
guint test_vfs_writes (void); /* since the last of the calls above */
guint test_vfs_refused (void);

/* From now on the contents that a sync has made durable are kept. Called before each write, sync
 * and deletion: func, in which test_vfs_power_cut writes what would be left. */
typedef void (*TestVfsFunc) (gpointer user_data);
void test_vfs_watch (TestVfsFunc func, gpointer user_data);
/* The files below `from`, as a power cut now would leave them, into the folder `to`: what was
 * synced, and of what was written since nothing (coin NULL) or each write by its toss. */
void test_vfs_power_cut (const char *from, const char *to, GRand *coin);

G_END_DECLS
