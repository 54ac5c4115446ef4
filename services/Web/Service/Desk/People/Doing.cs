using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.People;

/// <summary>A part of a page that changes something and says how it went.</summary>
public abstract class Doing : Live
{
    /// <summary>What kept the last change from being made; empty for none.</summary>
    protected string Error { get; set; } = "";

    /// <summary>What the last change did; empty for none.</summary>
    protected string Done { get; set; } = "";

    protected bool IsBusy { get; private set; }

    /// <summary>Makes a change, then looks again.</summary>
    /// <param name="change">Gives what to say of it.</param>
    protected async Task DoAsync(Func<Task<string>> change)
    {
        (IsBusy, Error, Done) = (true, "", "");
        try
        {
            Done = await change();
        }
        catch (CallException e)
        {
            Error = TextOf(e.Trouble);
        }
        catch (Sessions.SessionOverException)
        {
            return; // The page leads to where one signs in.
        }
        finally
        {
            IsBusy = false;
        }

        await RefreshAsync();
    }

    /// <summary>What is asked for everywhere here, without the name of its field.</summary>
    private static string TextOf(Trouble trouble) => trouble.Reason switch
    {
        "WRONG_PASSWORD" => "The password is wrong, or was given wrong too often a moment ago.",
        "CODE_REFUSED" => "The code is wrong, was used before, or was given wrong too often a moment ago.",
        _ => trouble.Text,
    };
}
