from scrapers.layouts.entries import Context, Outcome, Scope
from scrapers.layouts.page import Page
def read(page: Page, scope: Scope, context: Context) -> Outcome:
    return Outcome("news")
