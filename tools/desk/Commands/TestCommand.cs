using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Testing;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk test</c></summary>
internal static class TestCommand
{
    public static Command Make()
    {
        var filter = new Argument<string?>("filter") { Description = "Part of a test project's name ('Leads'), or of a test's full name, or an expression of 'dotnet test --filter'.", Arity = ArgumentArity.ZeroOrOne };
        filter.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] } option])
            {
                result.AddError($"'{option.Value}' is no option of this command.");
            }
        });
        var noBuild = new Option<bool>("--no-build") { Description = "Run what was built last." };
        var command = new Command("test", "Build the solution and run all tests; the last line is 'N passed, M failed'.") { filter, noBuild };
        command.SetAction((result, cancellation) =>
            new TestRun(Workspace.Repository, new()).RunAsync(result.GetValue(filter), !result.GetValue(noBuild), cancellation));
        return command;
    }
}
