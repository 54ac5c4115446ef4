using CoretimeDesk.Web.Desk.Approvals;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>A decision goes out after ten seconds, once, unless it was undone.</summary>
public sealed class DecidingWithUndo : IDisposable
{
    private readonly List<string> _sent = [];
    private readonly List<TaskCompletionSource> _clocks = [];
    private readonly DecisionQueue _queue;

    public DecidingWithUndo() => _queue = new(
        decision =>
        {
            _sent.Add(decision.Id);
            return Task.CompletedTask;
        },
        (length, stop) =>
        {
            Assert.Equal(TimeSpan.FromSeconds(10), length);
            var clock = new TaskCompletionSource();
            stop.Register(() => clock.TrySetCanceled(stop));
            _clocks.Add(clock);
            return clock.Task;
        });

    [Fact]
    public async Task It_is_sent_when_the_time_is_over_and_not_before()
    {
        var first = _queue.AddAsync(Decision("a"));
        Assert.Empty(_sent);
        Assert.True(_queue.Holds("a"));
        _clocks[0].SetResult();
        await first;
        Assert.Equal(["a"], _sent);
        Assert.False(_queue.Holds("a"));
    }

    [Fact]
    public async Task Undo_takes_back_the_newest_and_leaves_the_others()
    {
        var (first, second) = (_queue.AddAsync(Decision("a")), _queue.AddAsync(Decision("b")));
        Assert.Equal("b", _queue.Undo()!.Id);
        await second;
        _clocks[0].SetResult();
        await first;
        Assert.Equal(["a"], _sent);
        Assert.Null(_queue.Undo());
    }

    [Fact]
    public async Task A_key_held_down_decides_once()
    {
        var first = _queue.AddAsync(Decision("a"));
        await _queue.AddAsync(Decision("a"));
        _clocks[0].SetResult();
        await first;
        Assert.Equal(["a"], _sent);
    }

    [Fact]
    public async Task Leaving_for_another_page_sends_all_at_once_and_none_twice()
    {
        var (first, second) = (_queue.AddAsync(Decision("a")), _queue.AddAsync(Decision("b")));
        await _queue.FlushAsync();
        await first;
        await second;
        Assert.Equal(["a", "b"], _sent);
    }

    [Fact]
    public async Task A_closed_window_sends_nothing()
    {
        var first = _queue.AddAsync(Decision("a"));
        _queue.Dispose();
        await first;
        Assert.Empty(_sent);
    }

    public void Dispose() => _queue.Dispose();

    private static PendingDecision Decision(string id) => new(id, "Northquay", "", true, "Approving", "", "", $"request-{id}", default);
}
