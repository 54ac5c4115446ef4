using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Running;

/// <summary>
/// Fills a new desk through its own gRPC calls, as a user would: people of every role, some accounts and leads, all labelled as
/// demo. The place for it; the calls come with the services that take them.
/// </summary>
internal sealed class DemoData(Screen screen)
{
    public Task FillAsync(UpOptions options, RunState state, Secrets secrets, CancellationToken cancellation)
    {
        if (!options.IsEmpty)
        {
            screen.Note("No demo data yet: this version of the desk has no step that makes any.");
        }

        return Task.CompletedTask;
    }
}
