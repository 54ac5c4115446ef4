return await CoretimeDesk.Identity.IdentityHost.CreateBuilder(args).Build().RunAsync();
