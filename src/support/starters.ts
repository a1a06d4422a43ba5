/** What stands on the house's pages until the owner writes her own. Plain, harmless, true of the software as it ships. */
export const STARTERS = {
  terms: {
    title: 'Terms',
    body: `These are the terms of this site. They are a plain starting text: the people who run the site will put their own in its place.

# Who may come in
You need an account to take part, but not to look around. You may have one account for watching. Keep your password to yourself; what happens with your account is yours to answer for.

# Who may go on air
Performers are invited and approved by the people who run the site. A performer shows only people who have agreed to be shown, and only works that may be shown.

# What is not allowed
The house rules say how we treat one another. Beyond them: nothing that breaks the law, nobody's picture without their agreement, no attempts to break into the site or into other people's accounts.

# What we may do
Who breaks the rules may be warned, kept off the air, suspended or banned. We name the rule and the reason. You can answer through the contact page.

# What we promise
We run this site with care. Broadcasts are live, so a line may fail and a picture may be late. We do not promise that the site is there at every hour.

# Leaving
You can delete your account at any time on your account page.`,
  },
  privacy: {
    title: 'Privacy',
    body: `This page says what the site keeps about you. It is a plain starting text: the people who run the site will put their own in its place.

# Looking around
No tracking, no advertising, nothing from other companies on any page. The site counts how many people watch a room, not who they are.

# Your account
We keep your name on the site, your password in a form that cannot be read back, your choices (such as the light or dark look), and when the account was made.

# Signing in
While you are signed in, one cookie knows your session. We keep a short note of the browser and of the network, not the whole address, so that you can see where you are signed in and end it.

# Going on air
Pictures and sound are passed on to viewers while you are live. For each broadcast we keep when it began and ended, its title and how many watched.

# Staff
What the people of the house do to an account is written into a log that cannot be changed unseen.

# Reports
A report keeps what you wrote and the contact you gave, if you gave one, so that we can look into it and answer.

# Your say
You can change your password, end your sessions and delete your account on your account page. For anything else, write to us: see the contact page.`,
  },
  rules: {
    title: 'House rules',
    body: `Short, so that everybody reads them.

# 1. Be kind
No insults, threats or hate. Disagree with the work, not with the person.

# 2. Only who agreed
Show only people who have agreed to be shown. Never share what is private about somebody else.

# 3. Your own work
Play, paint and dance what is yours or what you may use. Name who made the rest.

# 4. Safe on stage
Nothing that harms you or anybody else.

# 5. No tricks
No spam, no fake names of other people, no leading people away to be cheated.

## If something is wrong
Report it. The link is at the foot of every page, and you need no account.`,
  },
  contact: {
    title: 'Contact',
    body: `The people who run this site have not written their address here yet.

# To report something
Use the report form at the foot of every page. You need no account, and you get a code with which you can see what became of it.

# For performers
Your invite came from a person of this house. Write to her first.`,
  },
} as const
