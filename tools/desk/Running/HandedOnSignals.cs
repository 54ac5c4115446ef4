using System.Diagnostics;
using System.Runtime.InteropServices;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>While a child has the terminal, a request to stop is meant for it: it is handed on, and this program waits for the child.</summary>
internal sealed class HandedOnSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;

    public HandedOnSignals(Process child)
    {
        var identity = ProcessIdentity.Of(child.Id);
        _registrations =
        [
            // The terminal itself sends Ctrl-C to both.
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                identity?.Signal(UnixSignal.Terminate);
            }),
        ];
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
