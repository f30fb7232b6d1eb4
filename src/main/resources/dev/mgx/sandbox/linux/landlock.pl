# A second wall, in case a program gets through the first: by Landlock, where the kernel has it, a process and all that
# it starts give up for good to write anywhere but in these folders and to devices, to mount, and to send signals out.
# See landlock(7); the numbers are those of linux/landlock.h, and the same on every architecture.
#   landlock.pl FOLDER... -- COMMAND...
my ($create, $add, $restrict) = (444, 445, 446);
my $devices = 1 << 1 | 1 << 14; # write, truncate
my %allowed = ('/dev' => $devices);
while ((my $folder = shift @ARGV) ne '--') {
    $allowed{$folder} = $devices | 0x37b0; # make, move and remove all but devices
}
my $abi = syscall($create, 0, 0, 1);
if ($abi >= 3) { # of the earlier ones, the first cannot move files, the second not keep files from being truncated
    my $attributes = pack('Q', $devices | 0x3ff0);
    if ($abi >= 6) { $attributes .= pack('QQ', 0, 3); } # no signal and no abstract socket beyond what it starts
    my $rules = syscall($create, $attributes, length $attributes, 0);
    for my $folder (keys %allowed) {
        sysopen(my $opened, $folder, 0) or die "$folder: $!";
        my $rule = pack('Ql', $allowed{$folder}, fileno $opened);
        syscall($add, $rules, 1, $rule, 0) == 0 or die "landlock_add_rule: $!";
    }
    syscall($restrict, $rules, 0) == 0 or die "landlock_restrict_self: $!";
}
exec @ARGV or die "$ARGV[0]: $!";
