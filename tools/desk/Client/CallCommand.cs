using System.CommandLine;
using CoretimeDesk.Desk.Commands;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Client;

/// <summary>Commands that make one call and show its answer.</summary>
internal static class CallCommand
{
    /// <summary>A command with its own arguments and options, and those that every call has.</summary>
    /// <param name="service">The service's name in tye.yaml.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="inputs">Its arguments and options.</param>
    /// <param name="call">The call.</param>
    /// <param name="show">The answer for people; with <c>--json</c> it is printed as it came.</param>
    /// <param name="exit">The exit code that an answer means; null for always 0.</param>
    public static Command Make<T>(
        string service,
        string name,
        string description,
        IEnumerable<Symbol> inputs,
        Func<ParseResult, GrpcChannel, CallOptions, AsyncUnaryCall<T>> call,
        Action<Screen, T> show,
        Func<ParseResult, T, int>? exit = null)
        where T : IMessage
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var command = new Command(name, description);
        foreach (var input in inputs)
        {
            if (input is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)input);
            }
        }

        command.Add(json);
        command.Add(address);
        command.Add(file);
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(service, r.GetValue(address), (c, o) => call(r, c, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => show(screen, answer));
            return exit?.Invoke(r, answer) ?? 0;
        });
        return command;
    }
}
