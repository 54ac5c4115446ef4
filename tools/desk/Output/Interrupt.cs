using System.Runtime.InteropServices;

namespace CoretimeDesk.Desk.Output;

/// <summary>Turns Ctrl-C and SIGTERM into a request to stop, for commands that have something to say then. A third one ends the program at once.</summary>
/// <remarks>Not the second: a shell or a <c>timeout</c> may send the same one to the program and to its group.</remarks>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _requests;

    public Interrupt() => _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = Interlocked.Increment(ref _requests) < 3;
        _stop.Cancel();
    }))];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }
}
