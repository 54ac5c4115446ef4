namespace CoretimeDesk.Commissions;

/// <summary>One thing that is wrong with a file.</summary>
/// <param name="Line">The line of the file, from 1; 0 when the file is one object.</param>
/// <param name="Field">The field, in a plan file as a path (<c>plans/0/split</c>); empty when the line or the file is no JSON object.</param>
/// <param name="Message">What is wrong and what to write instead, as the end of a sentence that begins with the field.</param>
public sealed record Fault(int Line, string Field, string Message);
