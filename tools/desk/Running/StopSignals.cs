using System.Runtime.InteropServices;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Running;

/// <summary>Turns Ctrl-C, SIGTERM and a closed terminal into a request to stop. A third request ends the program at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _requests;

    public StopSignals(Screen screen) => _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true; // No: stop in order instead.
            switch (Interlocked.Increment(ref _requests))
            {
                case 1:
                    Say(screen, "stopping …");
                    _stop.Cancel();
                    break;
                case 2:
                    Say(screen, "still stopping; once more leaves at once");
                    break;
                default:
                    Environment.Exit(130); // The kernel ends the children with this process.
                    break;
            }
        })),
    ];

    public CancellationToken Token => _stop.Token;

    public async Task WaitAsync() => await Task.WhenAny(Task.Delay(Timeout.Infinite, Token));

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    // A closed terminal cannot be written to, and that must not keep anything from stopping.
    private static void Say(Screen screen, string text)
    {
        try
        {
            screen.Line(text);
        }
        catch (IOException)
        {
        }
    }
}
