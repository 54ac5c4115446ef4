using CoretimeDesk.Web.Desk.Calls;
using Microsoft.AspNetCore.Components;

namespace CoretimeDesk.Web.Desk.Frame;

/// <summary>A component that looks again by itself while it is shown.</summary>
public abstract class Live : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _shown = new();

    [Inject]
    public IDeskCalls Calls { get; set; } = null!;

    [Inject]
    public Peers Peers { get; set; } = null!;

    [Inject]
    public Clock Clock { get; set; } = null!;

    [Inject]
    public NavigationManager Navigation { get; set; } = null!;

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Shown => _shown.Token;

    protected DateTimeOffset Now => Clock.Now;

    /// <summary>So often <see cref="RefreshAsync"/> is called once the circuit is there; zero for never.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromSeconds(15);

    /// <summary>Reads what is shown.</summary>
    protected virtual Task RefreshAsync() => Task.CompletedTask;

    protected Loader<T> Loading<T>(Func<CancellationToken, Task<T>> load)
        where T : class => new(load, () => Now);

    /// <summary>Reads several things side by side; each is shown as soon as it is there, so that one that hangs holds up no other.</summary>
    protected Task EachAsync(params Task[] loads) => Task.WhenAll(loads.Select(async load =>
    {
        await load;
        StateHasChanged();
    }));

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && Interval > TimeSpan.Zero)
        {
            _ = GoOnAsync(); // Only called where there is a circuit.
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shown.Cancel();
            _shown.Dispose();
        }
    }

    private async Task GoOnAsync()
    {
        var stop = _shown.Token;
        using var timer = Clock.Every(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
