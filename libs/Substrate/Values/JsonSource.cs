namespace CoretimeDesk.Substrate;

/// <summary>Turns what the JSON library and the stack say about given JSON into the one exception that encoding throws.</summary>
internal static class JsonSource
{
    public static void Encode(Action encode)
    {
        try
        {
            encode();
        }
        catch (InsufficientExecutionStackException)
        {
            throw new ScaleEncodeException("the JSON is nested more deeply than the stack allows");
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair is found when the text or name is read, not when the document is parsed.
            throw new ScaleEncodeException($"the JSON cannot be read: {e.Message}");
        }
    }
}
