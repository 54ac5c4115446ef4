using System.Text;
using CoretimeDesk.Sidecar.Log;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Sidecar.Tests.Storing;

public sealed class ALogThatWasTornOrDamaged : IDisposable
{
    private const int HeaderBytes = 16;
    private readonly string _data = Directory.CreateTempSubdirectory("sidecar-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private EventStore Open(long segmentBytes = 1 << 20) => EventStore.Open(_data, 100, segmentBytes, TimeProvider.System, NullLogger.Instance);

    private async Task<byte[]> WriteAsync(int events)
    {
        await using (var store = Open())
        {
            store.Register("app", "t");
            for (var i = 1; i <= events; i++)
            {
                await store.PublishAsync("t", Encoding.UTF8.GetBytes($"event number {i}"));
            }
        }

        return await File.ReadAllBytesAsync(Newest());
    }

    private string Newest() => Directory.GetFiles(_data, "events-*.log").Order().Last();

    private static List<int> RecordStarts(byte[] content)
    {
        var starts = new List<int>();
        for (var at = HeaderBytes; RecordFrame.TryRead(content.AsSpan(at), out var payload); at += RecordFrame.HeaderBytes + payload)
        {
            starts.Add(at);
        }

        return starts;
    }

    // What waits for the group, after one more event was accepted.
    private async Task<List<string>> RecoverAsync()
    {
        await using var store = Open();
        await store.PublishAsync("t", "after"u8.ToArray());
        var waiting = new List<string>();
        store.Attach(store.Register("app", "t"), stored => waiting.Add(Encoding.UTF8.GetString(store.Read(stored))));
        return waiting;
    }

    [Fact]
    public async Task Cut_at_any_byte_of_the_last_record_loses_that_record_only()
    {
        var whole = await WriteAsync(3);
        var last = RecordStarts(whole)[^1];

        for (var length = last; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Newest(), whole[..length]);
            Assert.Equal((length, "event number 1, event number 2, after"), (length, string.Join(", ", await RecoverAsync())));
        }

        await File.WriteAllBytesAsync(Newest(), whole);
        Assert.Equal(["event number 1", "event number 2", "event number 3", "after"], await RecoverAsync());
    }

    [Fact]
    public async Task Flipped_in_any_byte_of_the_last_record_loses_that_record_only()
    {
        var whole = await WriteAsync(3);

        for (var at = RecordStarts(whole)[^1]; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(Newest(), damaged);
            Assert.Equal((at, "event number 1, event number 2, after"), (at, string.Join(", ", await RecoverAsync())));
        }
    }

    [Fact]
    public async Task Flipped_in_the_middle_is_refused_with_file_and_byte()
    {
        var whole = await WriteAsync(4);
        var starts = RecordStarts(whole);

        for (var at = HeaderBytes; at < starts[^1]; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            await File.WriteAllBytesAsync(Newest(), damaged);
            var refused = Assert.Throws<SidecarStartException>(() => Open());
            var (bad, next) = (starts.Last(s => s <= at), starts.First(s => s > at));
            Assert.StartsWith($"{Newest()} is damaged at byte {bad} of {whole.Length}, and a whole record follows at byte {next}", refused.Message, StringComparison.Ordinal);
        }

        // Refusing left everything as it was.
        await File.WriteAllBytesAsync(Newest(), whole);
        Assert.Equal(5, (await RecoverAsync()).Count);
    }

    [Fact]
    public async Task Damaged_in_its_header_is_refused_unless_it_was_never_begun()
    {
        var whole = await WriteAsync(2);
        var damaged = (byte[])whole.Clone();
        damaged[3] ^= 1;
        await File.WriteAllBytesAsync(Newest(), damaged);
        Assert.Contains("has no valid header", Assert.Throws<SidecarStartException>(() => Open()).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Newest(), whole);

        for (var length = 0; length < HeaderBytes; length++)
        {
            await File.WriteAllBytesAsync(Path.Combine(_data, "events-0000000099.log"), whole[..length]);
            await using var store = Open();
            Assert.Equal(("app", "t", 2), Assert.Single(store.Backlogs()));
        }
    }

    [Fact]
    public async Task Damaged_in_an_older_file_is_refused()
    {
        await using (var store = Open(200))
        {
            for (var i = 0; i < 20; i++)
            {
                await store.PublishAsync("t", new byte[100]);
            }
        }

        var oldest = Directory.GetFiles(_data, "events-*.log").Order().First();
        var content = await File.ReadAllBytesAsync(oldest);
        await File.WriteAllBytesAsync(oldest, content[..^1]);

        Assert.StartsWith($"{oldest} is damaged at byte", Assert.Throws<SidecarStartException>(() => Open(200)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_in_its_snapshot_is_refused()
    {
        await WriteAsync(1);
        await File.WriteAllTextAsync(Path.Combine(_data, "state.snapshot"), "nonsense");

        Assert.Contains("state.snapshot is damaged", Assert.Throws<SidecarStartException>(() => Open()).Message, StringComparison.Ordinal);
    }
}
