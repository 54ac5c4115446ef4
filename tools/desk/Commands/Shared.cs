using System.CommandLine;
using CoretimeDesk.Desk.Running;

namespace CoretimeDesk.Desk.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Shared
{
    public static Option<FileInfo?> File() => new("--file", "-f")
    {
        Description = "The description of the services. Its folder holds .desk/, so every file is a desk of its own.",
        DefaultValueFactory = _ => null,
        HelpName = "tye.yaml",
    };

    public static Option<string?> Address() => new("--address")
    {
        Description = "The service's address, such as http://127.0.0.1:7101. Without it: the desk that runs here (.desk/run.json).",
    };

    /// <summary>The address of a service for a gRPC client.</summary>
    /// <exception cref="DeskException">None was given, and no desk runs here.</exception>
    public static string AddressOf(string service, string? given, Workspace workspace)
    {
        if (given is not null)
        {
            return Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? given
                : throw new DeskException($"--address: '{given}' must be an absolute http or https address.");
        }

        return RunState.Load(workspace.RunFile) is { Desk.IsAlive: true } state && state.Services.FirstOrDefault(s => s.Name == service) is { } running
            ? running.Address
            : throw new DeskException($"No desk with service '{service}' runs here. Start one with './desk up', or give --address.");
    }
}
