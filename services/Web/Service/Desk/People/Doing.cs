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
            Error = e.Trouble.Text;
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
}
